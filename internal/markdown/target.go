package markdown

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/util"
	"golang.org/x/net/idna"
)

// maxAddress bounds one address in bytes.
const maxAddress = 2_000

// target is where a link or an image may lead.
type target struct {
	href       string // as it stands in the attribute, not yet HTML-escaped
	host       string // of another host's address, "" otherwise
	attachment bool   // a file of ours, the only pictures shown in place
}

func (t target) external() bool { return t.host != "" }

// resolve reads an address as written (entities and backslashes resolved) and
// reports false for one that is refused. Allowed are http and https with a
// plain host and no user name, mailto, tel, paths of this site ("/thema/1") and
// places on this page ("#beitrag-2"). Two common slips are mended:
// "www.example.de" and "//example.de" become https. Everything else is refused,
// also a path without a leading "/", which would lead somewhere else on every
// page.
func resolve(address string) (target, bool) {
	address = strings.TrimSpace(address)
	if address == "" || len(address) > maxAddress || strings.ContainsFunc(address, treacherous) {
		return target{}, false
	}
	switch {
	case strings.HasPrefix(address, "//"):
		address = "https:" + address
	case len(address) > 4 && strings.EqualFold(address[:4], "www."):
		address = "https://" + address
	}
	u, err := url.Parse(string(util.URLEscape([]byte(address), false)))
	if err != nil {
		return target{}, false
	}
	switch u.Scheme {
	case "http", "https":
		return resolveWeb(u)
	case "mailto":
		ok := mailAddress.MatchString(u.Opaque) && (u.RawQuery == "" || mailSubject.MatchString(u.RawQuery)) && u.Fragment == ""
		return target{href: u.String()}, ok
	case "tel":
		number := telFiller.Replace(u.Opaque)
		return target{href: "tel:" + number}, telNumber.MatchString(number) && u.RawQuery == "" && u.Fragment == ""
	case "":
		return resolveLocal(u)
	}
	return target{}, false
}

// treacherous reports characters that browsers drop from addresses or read as
// "/", so that they see another address than a check does.
func treacherous(r rune) bool { return r == '\\' || r == '\n' || r == '\t' || keep(r) < 0 }

var (
	hostName    = regexp.MustCompile(`^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?$`)
	mailAddress = regexp.MustCompile(`^[A-Za-z0-9.!#$&'*+/=?^_{|}~-]+@[A-Za-z0-9.-]+$`)
	mailSubject = regexp.MustCompile(`^subject=[^&]*$`)
	telNumber   = regexp.MustCompile(`^\+?[0-9]{2,20}$`)
	telFiller   = strings.NewReplacer("%20", "", " ", "", "-", "", "/", "", "(", "", ")", "", ".", "")
)

// resolveWeb writes the host in its ASCII form, so that a letter of another
// script that looks like a Latin one shows in the browser's status line, and
// refuses user names ("https://bund.de@example.org").
func resolveWeb(u *url.URL) (target, bool) {
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		host = strings.ToLower(u.Hostname()) // refused below unless it is plain ASCII, as names with "_" are
	}
	if u.User != nil || u.Opaque != "" || !hostName.MatchString(host) {
		return target{}, false
	}
	if port := u.Port(); port != "" {
		u.Host = host + ":" + port
	} else {
		u.Host = host
	}
	return target{href: u.String(), host: host}, true
}

func resolveLocal(u *url.URL) (target, bool) {
	href := u.String()
	if u.Host != "" || !localAddress.MatchString(href) {
		return target{}, false
	}
	inside := strings.HasPrefix(u.Path, attachments) && len(u.Path) > len(attachments) &&
		path.Clean(u.Path) == u.Path && u.RawQuery == "" && u.Fragment == ""
	return target{href: href, attachment: inside}, true
}

// attachments is the folder below which the site serves uploaded files.
const attachments = "/anhang/"

// localAddress matches "/…" and "#…" but neither "//" nor "/\".
var localAddress = regexp.MustCompile(`^(?:/(?:[^/\\]|$)|#.)`)
