package main

import (
	"fmt"
	"go/ast"
	"strconv"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/extract"
	"kommunalforum/internal/picture"
)

// TestOperatingStatesTheLimitsAsTheyAre builds each sentence from the constants
// of the program and looks for it.
func TestOperatingStatesTheLimitsAsTheyAre(t *testing.T) {
	s := readSource(t)
	text, rows := operating(t, "limits")
	var table strings.Builder
	for _, row := range rows {
		table.WriteString(strings.Join(row, " | ") + "\n")
	}
	for _, want := range s.limits() {
		if !strings.Contains(table.String(), want) {
			t.Errorf("the table of limits does not say: %s", want)
		}
	}
	if len(rows) != len(s.limits()) {
		t.Errorf("the table has %d rows, %d are compared", len(rows), len(s.limits()))
	}
	for _, want := range s.facts() {
		if !strings.Contains(text, want) {
			t.Errorf("OPERATING.md does not say: %s", want)
		}
	}
}

// limits has one sentence for each row of the table.
func (s source) limits() []string {
	window := s.duration("AttemptWindow")
	return []string{
		fmt.Sprintf("%d wrong passwords in %s | address", s.value("MaxAttempts"), window),
		fmt.Sprintf("%d wrong passwords in %s of somebody who is signed in, wherever the password is asked for again | session; %d by the account",
			s.value("MaxAttempts"), window, s.value("MaxAccountAttempts")),
		s.rate("tries", " wrong passwords"),
		s.rate("addresses", " wrong passwords"),
		fmt.Sprintf("1 password compared at a time, %d waiting; %d at a time and %d waiting in all",
			s.value("maxWaitingEach"), s.value("hashesAtOnce"), s.value("maxWaiting", "internal/password")),
		s.rate("challenges", " requests for a passkey"),
		fmt.Sprintf("%d requests for a passkey in %s of somebody who is signed in | session; %d by the account",
			s.value("maxPasskeys"), window, s.value("accountPasskeys")),
		fmt.Sprintf("%d wrong codes of a second factor in %s, %d in %s",
			s.value("MaxTries"), s.duration("TriesWindow"), s.value("TriesADay"), s.duration("triesDayWindow")),
		fmt.Sprintf("%d wrong codes in %s while an app is set up", s.value("sessionCodes"), window),
		fmt.Sprintf("%d links for a forgotten password in %s", s.value("MaxResets"), s.duration("ResetWindow")),
		s.rate("resets", " such links"),
		fmt.Sprintf("%d mails with a link in %s, %d in a day", s.value("MaxAsked"), s.duration("AskedWindow"), s.value("AskedADay")),
		s.rate("joins", " registrations") + "; " + s.rate("joinsADay", ""),
		fmt.Sprintf("%d invitations in a day, %d by moderators", s.value("MaxInvited"), s.value("InvitedByMods")),
		fmt.Sprintf("%d changes of address in a day", s.value("ChangesADay")),
		fmt.Sprintf("%d links to confirm the own address in %s", s.value("MaxAsked"), s.duration("AskedWindow")),
		s.activity("Posting", "questions, replies, inquiries, messages, notes, FAQ drafts, documents of the library and positions on consultations"),
		s.activity("Editing", "changes, steps at the desk and on FAQ articles, and entries of the register of re-use"),
		s.activity("Preparing", "changes of a consultation by those who prepare it"),
		s.activity("Supporting", "times „Betrifft uns auch“ said or taken back"),
		s.activity("Reporting", "posts reported to moderators"),
		s.activity("Suggesting", "suggestions and hints for the FAQ"),
		s.rate("saving", " drafts saved"),
		s.rate("members", " searches") + "; new members " + strings.Replace(s.rate("newcomers", ""), " at once", "", 1),
		s.rate("guests", " searches"),
		s.rate("prints", " whole threads to print"),
		strings.Replace(s.rate("typing", " completions of a search field, or look-ups of similar questions,"), ",,", ",", 1),
		fmt.Sprintf("1 picture in work at once; %d in all, more wait %s", s.value("Parallel"), s.duration("Patience")),
		fmt.Sprintf("%d pictures for a profile, or lists of municipalities, being uploaded at once; %d in all, more wait %s",
			s.value("maxUploadsOfOne"), s.value("maxUploads"), s.duration("uploadPatience")),
		fmt.Sprintf("%d forms with attachments being received at once; %d in all, more wait %s",
			s.value("maxReceivingOfOne"), s.value("maxReceiving"), s.duration("uploadPatience")),
		s.activity("Uploading", "attachments uploaded"),
		fmt.Sprintf("%d entries of the register of re-use; %d versions of a document; %d sections of a consultation", s.value("MaxOwn"),
			s.value("MaxVersions"), s.value("MaxSections")),
		fmt.Sprintf("%d posts of threads that are merged, %d that are moved into another thread", s.value("MaxTransferred"), s.value("MaxChosen")),
		fmt.Sprintf("%d attachments of a post; %d uploaded that no post has taken", s.value("MaxPerPost"), s.value("MaxUnsent")),
		fmt.Sprintf("%d MB of an attachment, %d times as much of a form; %d MB in 24 hours; %d MB in all",
			s.value("DefaultFileMB"), s.value("filesAtOnce"), s.value("DefaultDayMB"), s.value("DefaultQuotaMB")),
	}
}

// facts are other numbers of OPERATING.md.
func (s source) facts() []string {
	s.t.Helper()
	limits, fit, texts := picture.Tool.Limits, picture.FitTool.Limits, extract.Tool.Limits
	return []string{
		"tried again after " + s.pauses("delays"),
		fmt.Sprintf("at `/konto/daten`, %s times a day", inWords[s.value("MaxExports")]),
		fmt.Sprintf("at least %s organisations", inWords[s.value("MinOrganisations")]),
		fmt.Sprintf("at most %d s of processor time, %d s of time and %d MB",
			limits.CPU/time.Second, limits.Time/time.Second, limits.Memory>>20),
		fmt.Sprintf("with at most %d s of processor time and %d MB; of one file at most %d KB of text", texts.CPU/time.Second, texts.Memory>>20,
			extract.MaxText>>10),
		fmt.Sprintf("Plan %.1f GB of memory", float64(s.value("Parallel")*int64(fit.Memory>>20))/1000),
		fmt.Sprintf("a proof counts for %s", map[string]string{"15 minutes": "a quarter of an hour"}[s.duration("ReauthLife")]),
		fmt.Sprintf("gives running requests %s", s.duration("grace")),
		fmt.Sprintf("at least %d characters", s.value("MinLength", "internal/password")),
		fmt.Sprintf("%s for a forgotten password, %d hours if the operator made it, %d days to confirm an address, %d days for an invitation",
			s.duration("ResetLife"), hours(s.value("LinkLife", "internal/credential")),
			days(s.value("LinkLife", "membership")), days(s.value("InvitationLife"))),
		fmt.Sprintf("less than %s old", s.duration("NewMemberLife")),
		fmt.Sprintf("has %s for each %d KB", s.duration("readPatience"), s.value("readStep")>>10),
		fmt.Sprintf("Pictures (at most %d MB and %d million pixels) are made anew, with at most %d pixels",
			s.value("MaxFitBytes")>>20, s.value("maxPixels", "picture")/1_000_000, s.value("LargeSide")),
		fmt.Sprintf("those of posts with %d s, %d s and %d MB", fit.CPU/time.Second, fit.Time/time.Second, fit.Memory>>20),
		fmt.Sprintf("at most %d MB and %d million pixels", s.value("MaxBytes", "picture")>>20, s.value("maxPixels", "picture")/1_000_000),
		fmt.Sprintf("the /%d network of an IPv6 address", s.value("ipv6Network")),
		fmt.Sprintf("Reminders go out %s before", s.duration("RemindBefore")),
		fmt.Sprintf("which browser sent a form after its session had ended (%s)", s.duration("InterruptedLife")),
		fmt.Sprintf("where a sign-in at another provider goes on (%s,", s.duration("tripLife")),
		fmt.Sprintf("the browser known to the account (%s)", s.duration("DeviceLife")),
		fmt.Sprintf("deleted after %s", s.duration("CopyLife")),
	}
}

var inWords = map[int64]string{5: "five", 10: "ten"}

// pauses words a list of pauses, those in minutes and those in hours.
func (s source) pauses(name string) string {
	s.t.Helper()
	var minutes, hoursOf []string
	for _, d := range s.consts[strings.ToLower(name)] {
		list, ok := d.value.(*ast.CompositeLit)
		if !ok {
			continue
		}
		for _, e := range list.Elts {
			if pause := time.Duration(s.eval(e, d.folder)); pause < time.Hour {
				minutes = append(minutes, strconv.Itoa(int(pause.Minutes())))
			} else {
				hoursOf = append(hoursOf, strconv.Itoa(int(pause.Hours())))
			}
		}
	}
	return enumerated(minutes) + " minutes and " + enumerated(hoursOf) + " hours"
}

func enumerated(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

func hours(n int64) int64 { return n / int64(time.Hour) }
func days(n int64) int64  { return hours(n) / 24 }
