package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

// states are subjects in every state in which their pages offer something
// else; each call makes a new one and returns the address of its page.
var states = map[string]func(w *World) string{
	"inquiry received":    deskState("uebernehmen"),
	"inquiry examined":    deskState("zuweisen"),
	"inquiry assigned":    deskState("zurueckgeben"),
	"inquiry of others":   deskState("beginnen"),
	"inquiry in progress": deskState("antwort"),
	"inquiry for release": deskState("freigabe"),
	"inquiry answered":    deskState("ueberarbeiten"),
	"inquiry handed over": deskState("zurueckholen"),
	"inquiry declined":    deskState("wieder-aufnehmen"),
	"inquiry merged":      deskState("trennen"),
	"inquiry asked back": func(w *World) string {
		number := numberOf(deskState("rueckfrage")(w))
		err := w.Inquiry.AskBack(w.Ctx, w.By(Prog), number, inquiry.AskBackInput{Text: "Welche?"})
		return inquiryAddress(w, number, err)
	},
	"inquiry withdrawn": func(w *World) string {
		number := w.Inquire(Ann, Members)
		_, err := w.Inquiry.Withdraw(w.Ctx, w.By(Ann), number)
		return inquiryAddress(w, number, err)
	},
	"inquiry left": func(w *World) string {
		number := w.Inquire(Ann, Members)
		if err := w.Inquiry.Support(w.Ctx, w.By(Bea), number); err != nil {
			w.T.Fatal(err)
		}
		_, err := w.Inquiry.Withdraw(w.Ctx, w.By(Ann), number)
		return inquiryAddress(w, number, err)
	},
	"thread open":     func(w *World) string { return threadState(w, func(int64, int64) error { return nil }) },
	"thread answered": func(w *World) string { return threadState(w, solved(w)) },
	"thread locked": func(w *World) string {
		return threadState(w, func(t, _ int64) error { return w.Forum.Lock(w.Ctx, w.By(Mod), t, "Ist geklärt") })
	},
	"thread outdated": func(w *World) string {
		return threadState(w, func(t, _ int64) error { return w.Forum.MarkOutdated(w.Ctx, w.By(Ann), t, "Gilt nicht mehr") })
	},
	"thread with hidden reply": func(w *World) string {
		return threadState(w, func(_, p int64) error { return w.Forum.Hide(w.Ctx, w.By(Mod), p, "Enthält Namen") })
	},
	"thread with withdrawn reply": func(w *World) string {
		return threadState(w, func(_, p int64) error { return w.Forum.Withdraw(w.Ctx, w.By(Bea), p) })
	},
	"thread with hidden question": func(w *World) string {
		return threadState(w, func(t, _ int64) error { return w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(t), "Enthält Namen") })
	},
	"article draft": func(w *World) string {
		return strings.TrimSuffix(w.Fill("/faq/:id/veroeffentlichen"), "/veroeffentlichen")
	},
	"article published": func(w *World) string { return strings.TrimSuffix(w.Fill("/faq/:id/ueberholt"), "/ueberholt") },
	"article outdated": func(w *World) string {
		return strings.TrimSuffix(w.Fill("/faq/:id/wiederherstellen"), "/wiederherstellen")
	},
	"official answer":   func(w *World) string { return w.Fill("/offizielle-antworten/:number/:version") },
	"service":           func(*World) string { return "/leistungen/10092" },
	"board":             func(*World) string { return "/bereiche/" + Members },
	"inquiries":         func(w *World) string { w.Inquire(Ann, Members); return "/fragen-an-das-programmmanagement" },
	"desk":              func(w *World) string { w.Inquire(Ann, Members); return "/schreibtisch" },
	"overview of faq":   func(*World) string { return "/faq" },
	"moderation of all": func(*World) string { return "/moderation" },
}

func deskState(act string) func(w *World) string {
	return func(w *World) string {
		return "/fragen-an-das-programmmanagement/" + numberOf(w.Fill("/schreibtisch/:number/"+act))
	}
}

var fileNumber = regexp.MustCompile(`FPM-\d{4}-\d{4}`)

func numberOf(address string) string { return fileNumber.FindString(address) }

func inquiryAddress(w *World, number string, err error) string {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
	return "/fragen-an-das-programmmanagement/" + number
}

// threadState is a question of Ann's with a reply of Bea's, to which act was
// done.
func threadState(w *World, act func(thread, reply int64) error) string {
	w.T.Helper()
	thread := w.Ask(Ann, Members, "Wer trägt die Kosten?", "Eine Frage")
	if err := act(thread, w.Reply(Bea, thread, "Das Land.")); err != nil {
		w.T.Fatal(err)
	}
	t, err := w.Forum.Thread(w.Ctx, w.By(Mod), thread)
	if err != nil {
		w.T.Fatal(err)
	}
	return w.Get(Mod, fmt.Sprintf("/thema/%d", t.ID)).Location()
}

func solved(w *World) func(thread, reply int64) error {
	return func(_, reply int64) error { return w.Forum.MarkSolution(w.Ctx, w.By(Ann), reply, true) }
}

// offer is a link, or a form with the values that it shows; one for each of
// its buttons.
type offer struct {
	method, path string
	text         string // of a link
	form         url.Values
}

func (o offer) String() string { return o.method + " " + o.path }

var (
	mainPart  = regexp.MustCompile(`(?s)<main.*</main>`)
	anchors   = regexp.MustCompile(`(?s)<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>`)
	forms     = regexp.MustCompile(`(?s)<form[^>]*action="([^"]*)"[^>]*method="([a-z]*)".*?</form>`)
	inputs    = regexp.MustCompile(`<input[^>]*>`)
	areas     = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>`)
	selects   = regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)".*?</select>`)
	chosen    = regexp.MustCompile(`<option value="([^"]*)"[^>]*selected`)
	buttons   = regexp.MustCompile(`<button[^>]*type="submit"[^>]*>`)
	attribute = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
)

// offersOf reads what the main part of a page offers.
func offersOf(body string) (out []offer) {
	body = mainPart.FindString(body)
	for _, m := range anchors.FindAllStringSubmatch(body, -1) {
		if path, _, _ := strings.Cut(html.UnescapeString(m[1]), "#"); strings.HasPrefix(path, "/") {
			out = append(out, offer{method: http.MethodGet, path: path, text: m[2]})
		}
	}
	for _, m := range forms.FindAllStringSubmatch(body, -1) {
		path, values := html.UnescapeString(m[1]), valuesOf(m[0])
		if m[2] != "post" {
			out = append(out, offer{method: http.MethodGet, path: path + "?" + values.Encode()})
			continue
		}
		for _, b := range buttons.FindAllString(m[0], -1) {
			form := url.Values{}
			for name, v := range values {
				form[name] = v
			}
			if a := attributes(b); a["name"] != "" {
				form.Set(a["name"], a["value"])
			}
			out = append(out, offer{method: http.MethodPost, path: path, form: form})
		}
	}
	return out
}

func valuesOf(form string) url.Values {
	values := url.Values{}
	for _, i := range inputs.FindAllString(form, -1) {
		a := attributes(i)
		if box := a["type"] == "checkbox" || a["type"] == "radio"; !box || strings.Contains(i, " checked") {
			values.Add(a["name"], a["value"])
		}
	}
	for _, m := range areas.FindAllStringSubmatch(form, -1) {
		values.Add(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range selects.FindAllStringSubmatch(form, -1) {
		if c := chosen.FindStringSubmatch(m[0]); c != nil {
			values.Add(m[1], html.UnescapeString(c[1]))
		}
	}
	return values
}

func attributes(tag string) map[string]string {
	out := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
		out[m[1]] = html.UnescapeString(m[2])
	}
	return out
}

func (o offer) take(w *World, by string) Answer {
	if o.method == http.MethodGet {
		return w.Get(by, o.path)
	}
	return w.Post(by, o.path, o.form)
}

// refused reports whether the answer is a dead end: forms that lack something
// come back with 422, everything else leads on.
func refused(code int) bool {
	return code >= 400 && code != http.StatusUnprocessableEntity
}

// TestNothingThatIsOfferedIsADeadEnd takes every link and sends every form, with
// each button, that a page offers to somebody, and those on the pages to which
// its links lead. Whatever changes something is done to a subject of its own.
func TestNothingThatIsOfferedIsADeadEnd(t *testing.T) {
	t.Parallel()
	for name, make := range states {
		t.Run(name, func(t *testing.T) {
			w := New(t)
			for _, by := range []string{Guest, Ann, Bea, Mod, Editor, Prog, Prog2, Boss} {
				follow(t, w, by, make)
			}
		})
	}
}

func follow(t *testing.T, w *World, by string, make func(*World) string) {
	t.Helper()
	start := make(w)
	first := open(w, by, start)
	if first.Code != http.StatusOK {
		return // not theirs to see
	}
	taken := map[string]bool{} // a page often has the same link twice
	for i, o := range offersOf(first.Body) {
		if o.method == http.MethodPost {
			o = offersOf(open(w, by, make(w)).Body)[i]
		} else if link := o.path + " " + o.text; taken[link] {
			continue
		} else {
			taken[link] = true
		}
		a := o.take(w, by)
		if refused(a.Code) {
			t.Errorf("%s on %s: %s leads to %d", by, start, o, a.Code)
			continue
		}
		act := o.method == http.MethodGet && strings.HasPrefix(o.path, "/schreibtisch/") && !strings.HasSuffix(o.text, " lesen")
		if act && !strings.Contains(mainPart.FindString(a.Body), `method="post"`) {
			t.Errorf("%s on %s: %s leads to a page on which nothing can be done", by, start, o)
		}
		if o.method == http.MethodGet && within(o.path) {
			followForms(t, w, by, i, len(postsOf(open(w, by, o.path))), make)
		}
	}
}

// within reports whether the path is an act of what the page shows.
func within(path string) bool {
	return strings.HasPrefix(path, "/schreibtisch/") || strings.Count(path, "/") > 2 && !strings.HasPrefix(path, "/offizielle") ||
		strings.HasSuffix(path, "/bearbeiten")
}

// postsOf lists the forms of a page that change something.
func postsOf(a Answer) (posts []offer) {
	for _, o := range offersOf(a.Body) {
		if o.method == http.MethodPost {
			posts = append(posts, o)
		}
	}
	return posts
}

// followForms sends each of the count forms of the page to which the offer i leads.
func followForms(t *testing.T, w *World, by string, i, count int, make func(*World) string) {
	t.Helper()
	for n := range count {
		offers := offersOf(open(w, by, make(w)).Body)
		if i >= len(offers) {
			t.Errorf("%s: the same subject offers %d times something, and not %d", by, len(offers), i+1)
			return
		}
		posts := postsOf(open(w, by, offers[i].path))
		if n >= len(posts) {
			t.Errorf("%s on %s: %d forms, where there were %d", by, offers[i].path, len(posts), count)
			return
		}
		if a := posts[n].take(w, by); refused(a.Code) {
			t.Errorf("%s on %s: %s leads to %d", by, offers[i].path, posts[n], a.Code)
		}
	}
}

// open follows redirects to a page.
func open(w *World, by, path string) Answer {
	a := w.Get(by, path)
	for n := 0; n < 3 && a.Code >= 300 && a.Code < 400; n++ {
		next, _, _ := strings.Cut(a.Location(), "#")
		a = w.Get(by, next)
	}
	return a
}
