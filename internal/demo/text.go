package demo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"kommunalforum/internal/forum"
)

// Read parses the demo world out of the folder data/demo. An error names the
// file and, where there is one, the line. What it returns is complete: every
// key, file and order of time has been checked, except that boards and
// services exist, which only the catalogue knows.
func Read(fsys fs.FS) (World, error) {
	var w World
	if err := readPeople(fsys, &w); err != nil {
		return World{}, err
	}
	var err error
	if w.Threads, err = readFolder(fsys, "threads", parseThread); err != nil {
		return World{}, err
	}
	if w.Articles, err = readFolder(fsys, "faq", parseArticle); err != nil {
		return World{}, err
	}
	if w.Inquiries, err = readFolder(fsys, "inquiries", parseInquiry); err != nil {
		return World{}, err
	}
	if err := check(w); err != nil {
		return World{}, err
	}
	return w, nil
}

// readPeople fills the people and groups.
func readPeople(fsys fs.FS, w *World) error {
	const file = "people.json"
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	var content struct {
		People []Person `json:"people"`
		Groups []Group  `json:"groups"`

		Applications []Application `json:"applications"`
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	err = dec.Decode(&content)
	if err == nil {
		if _, extra := dec.Token(); extra != io.EOF {
			err = errors.New("something follows the end of the content")
		}
	}
	if err != nil {
		return fmt.Errorf("%s:%d: %w", file, jsonLine(text, dec.InputOffset(), err), err)
	}
	w.People, w.Groups, w.Waiting = content.People, content.Groups, content.Applications
	return nil
}

// jsonLine returns the line at which decoding failed.
func jsonLine(text []byte, offset int64, err error) int {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &wrong):
		offset = wrong.Offset
	}
	return 1 + bytes.Count(text[:min(offset, int64(len(text)))], []byte("\n"))
}

// readFolder parses all texts of a folder in the order of their names.
func readFolder[T any](fsys fs.FS, folder string, parse func(file string, parts []*section) (T, error)) ([]T, error) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", folder, err)
	}
	var all []T
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".md") {
			continue
		}
		name := path.Join(folder, e.Name())
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		parts, err := sections(name, string(text))
		if err != nil {
			return nil, err
		}
		item, err := parse(e.Name(), parts)
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	return all, nil
}

func parseThread(file string, parts []*section) (Thread, error) {
	head := parts[0]
	t := Thread{
		File:     file,
		Title:    head.required("titel"),
		Board:    head.required("bereich"),
		Author:   head.required("von"),
		Ago:      head.ago("vor"),
		Services: head.list("leistungen"),
		Pinned:   head.flag("gepinnt"),
		Locked:   head.optional("gesperrt"),
		Outdated: head.optional("ueberholt"),
		Text:     head.text(),
	}
	if err := head.done(); err != nil {
		return Thread{}, err
	}
	edits := &t.Edits
	for _, s := range parts[1:] {
		if s.kind == "aenderung" {
			*edits = append(*edits, Edit{Ago: s.ago("vor"), Text: s.text()})
			if err := s.done(); err != nil {
				return Thread{}, err
			}
			continue
		}
		if s.kind == "meldung" && len(t.Replies) > 0 {
			if err := addReport(&t.Replies[len(t.Replies)-1], s); err != nil {
				return Thread{}, err
			}
			continue
		}
		if s.kind != "antwort" || s.word != "" {
			s.fail("want \"=== antwort key=value\", below it \"=== meldung key=value\", or \"=== aenderung key=value\"")
		}
		t.Replies = append(t.Replies, Reply{
			Author:    s.required("von"),
			Ago:       s.ago("vor"),
			Solution:  s.flag("loesung"),
			Scope:     forum.Scope{States: s.list("laender"), Sizes: s.list("groessen")},
			Withdrawn: s.flag("zurueckgezogen"),
			Hidden:    s.optional("ausgeblendet"),
			HiddenBy:  s.optional("ausgeblendet_von"),
			Text:      s.text(),
		})
		if err := s.done(); err != nil {
			return Thread{}, err
		}
		edits = &t.Replies[len(t.Replies)-1].Edits
	}
	return t, nil
}

func addReport(to *Reply, s *section) error {
	to.Reports = append(to.Reports, Report{Author: s.required("von"), Ago: s.ago("vor"), Text: s.text()})
	return s.done()
}

func parseArticle(file string, parts []*section) (Article, error) {
	head := parts[0]
	a := Article{
		File:     file,
		Title:    head.required("titel"),
		Board:    head.required("bereich"),
		Services: head.list("leistungen"),
		Audience: head.oneOf("fuer", AudiencePublic, AudienceMembers, AudienceBoard),
		State:    head.oneOf("zustand", ArticleDraft, ArticlePublished, ArticleOutdated),
		Source:   head.optional("quelle"),
		Scope:    head.optional("geltung"),
		Outdated: head.optional("ueberholt"),
		Versions: []Version{parseVersion(head, "stand")},
	}
	if (a.State == ArticleOutdated) != (a.Outdated != "") {
		head.fail("zustand ueberholt and a reason in field ueberholt need each other")
	}
	if in := head.days("pruefung"); in != nil {
		a.ReviewIn = *in
	} else {
		head.fail("field pruefung is missing")
	}
	if err := head.done(); err != nil {
		return Article{}, err
	}
	for _, s := range parts[1:] {
		if s.kind != "fassung" || s.word != "" {
			s.fail("want \"=== fassung key=value\"")
		}
		a.Versions = append(a.Versions, parseVersion(s, "vor"))
		if err := s.done(); err != nil {
			return Article{}, err
		}
	}
	return a, nil
}

// parseVersion reads author, age and the two texts parted by a line "---".
func parseVersion(s *section, age string) Version {
	v := Version{Author: s.required("von"), Ago: s.ago(age)}
	short, text, ok := strings.Cut(s.text(), "\n---\n")
	if !ok {
		s.fail("want the short answer, a line ---, and the text")
	}
	v.Short, v.Text = strings.TrimSpace(short), strings.TrimSpace(text)
	return v
}

func parseInquiry(file string, parts []*section) (Inquiry, error) {
	head := parts[0]
	q := Inquiry{
		File:        file,
		Title:       head.required("titel"),
		Board:       head.required("bereich"),
		Author:      head.required("von"),
		Ago:         head.ago("vor"),
		Services:    head.list("leistungen"),
		DeskOnly:    head.oneOf("sichtbar", "mitglieder", "desk") == "desk",
		Thread:      head.optional("thema"),
		EscalatedBy: head.optional("eskaliert_von"),
		Supporters:  head.list("betrifft"),
		Text:        head.text(),
	}
	if err := head.done(); err != nil {
		return Inquiry{}, err
	}
	for _, s := range parts[1:] {
		step, err := parseStep(s)
		if err != nil {
			return Inquiry{}, err
		}
		q.Steps = append(q.Steps, step)
	}
	return q, nil
}

func parseStep(s *section) (Step, error) {
	if s.kind != "schritt" {
		s.fail("want \"=== schritt KIND key=value\"")
	}
	step := Step{Kind: s.word, Ago: s.ago("vor"), Text: s.body}
	if step.Kind != StepRest {
		step.Author = s.required("von")
	}
	switch step.Kind {
	case StepTakeOver, StepExamine, StepBegin, StepRest, StepSubmit, StepRelease, StepWithdraw:
		// The text, if any, is a remark.
	case StepAskBack, StepRespond, StepReturn, StepDecline, StepNote, StepFollowUp:
		step.Text = s.text()
	case StepAssign:
		step.Assignee = s.required("an")
	case StepMerge:
		step.Target = s.required("ziel")
	case StepHandOver:
		step.Body, step.Text = s.required("stelle"), s.text()
	case StepDraft, StepAnswer:
		answer, err := parseAnswer(s)
		if err != nil {
			return Step{}, err
		}
		step.Answer, step.Text = &answer, ""
	default:
		s.fail("%q is no kind of step", step.Kind)
	}
	return step, s.done()
}

// parseAnswer reads the "key: value" lines and the text of an official answer.
func parseAnswer(s *section) (Answer, error) {
	lines := strings.Split(s.text(), "\n")
	part := newSection(s.file, s.line+1)
	rest, err := part.readFields(lines)
	if err != nil {
		return Answer{}, err
	}
	part.setBody(lines[rest:])
	a := Answer{
		Short:      part.required("kurz"),
		Body:       part.required("stelle"),
		ValidFrom:  part.days("gueltig_ab"),
		ValidUntil: part.days("gueltig_bis"),
		LegalBasis: part.optional("rechtsgrundlage"),
		Scope:      part.optional("geltung"),
		Text:       part.text(),
	}
	return a, part.done()
}
