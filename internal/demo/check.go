package demo

import (
	"fmt"
	"path"
	"slices"
	"time"
)

// checker looks for what a single file cannot know: people, files and times
// that other files speak of. It keeps the first problem.
type checker struct {
	world  World
	people map[string]Person
	err    error
}

// check returns the first contradiction within the world, nil if there is none.
func check(w World) error {
	c := checker{world: w, people: map[string]Person{}}
	c.checkPeople()
	for _, t := range w.Threads {
		c.checkThread(t)
	}
	c.checkNoted()
	for _, a := range w.Articles {
		c.checkArticle(a)
	}
	for _, q := range w.Inquiries {
		c.checkInquiry(q)
	}
	return c.err
}

func (c *checker) fail(file, format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%s: %s", file, fmt.Sprintf(format, args...))
	}
}

func (c *checker) checkPeople() {
	const file = "people.json"
	for _, p := range c.world.People {
		switch _, twice := c.people[p.Key]; {
		case p.Key == "" || p.Email != p.Key+"@demo.example":
			c.fail(file, "key %q does not fit address %q", p.Key, p.Email)
		case twice:
			c.fail(file, "key %q stands twice", p.Key)
		case p.Name == "" || p.Organisation.Name == "" || p.Organisation.Kind == "" || len(p.Roles) == 0:
			c.fail(file, "%s lacks a name, an organisation or a role", p.Key)
		}
		c.people[p.Key] = p
	}
	for _, g := range c.world.Groups {
		if g.Key == "" || g.Name == "" || g.Board == "" {
			c.fail(file, "group %q lacks a key, a name or a board", g.Key)
		}
		for _, m := range g.Members {
			c.person(file, m)
		}
	}
}

// checkNoted checks that the posts that people want to find again, or suggested for the
// FAQ, were there by then, and that they may read them.
func (c *checker) checkNoted() {
	for _, p := range c.world.People {
		for _, b := range p.Bookmarks {
			c.noted(p.Key, b.Thread, b.Reply, bookmarked)
		}
		for _, x := range p.Suggestions {
			c.noted(p.Key, x.Thread, x.Reply, suggested)
		}
	}
}

// noted checks a post that the person noted some time ago.
func (c *checker) noted(person, thread string, reply int, since time.Duration) {
	at := slices.IndexFunc(c.world.Threads, func(t Thread) bool { return t.File == thread })
	if at < 0 {
		c.fail("people.json", "%s noted a post in %q, which is no thread", person, thread)
		return
	}
	t := c.world.Threads[at]
	ago := t.Ago
	if reply > 0 && reply <= len(t.Replies) {
		ago = t.Replies[reply-1].Ago
	}
	if reply < 0 || reply > len(t.Replies) || ago <= since {
		c.fail("people.json", "%s noted a post of %q that is not there or too young", person, thread)
	}
	c.admitted("people.json", person, t.Board)
}

func (c *checker) person(file, key string) Person {
	p, ok := c.people[key]
	if !ok {
		c.fail(file, "%q is nobody in people.json", key)
	}
	return p
}

// admitted checks that the person exists and may enter the board.
func (c *checker) admitted(file, key, board string) {
	c.person(file, key)
	for _, g := range c.world.Groups {
		if g.Board == board && !slices.Contains(g.Members, key) {
			c.fail(file, "%s is not admitted to %s", key, board)
		}
	}
}

// moderates checks that the person moderates the board.
func (c *checker) moderates(file, key, board string) {
	if p := c.person(file, key); !p.Has("moderator", board) {
		c.fail(file, "%s does not moderate %s", key, board)
	}
}

// after checks that what happened ago is later than, or at the time of, before.
func (c *checker) after(file string, before, ago time.Duration) {
	if ago > before {
		c.fail(file, "%s ago comes after %s ago", ago, before)
	}
}

func (c *checker) checkThread(t Thread) {
	file := path.Join("threads", t.File)
	c.admitted(file, t.Author, t.Board)
	c.edits(file, t.Ago, t.Edits)
	before := t.Ago
	for _, r := range t.Replies {
		c.admitted(file, r.Author, t.Board)
		c.after(file, before, r.Ago)
		c.edits(file, r.Ago, r.Edits)
		before = r.Ago
		if (r.Hidden == "") != (r.HiddenBy == "") {
			c.fail(file, "a hidden reply needs a reason and a moderator")
		}
		if r.Hidden != "" {
			c.moderates(file, r.HiddenBy, t.Board)
		}
		for _, x := range r.Reports {
			c.admitted(file, x.Author, t.Board)
			c.after(file, r.Ago, x.Ago)
			if x.Author == r.Author || r.Withdrawn || r.Hidden != "" {
				c.fail(file, "%s cannot report this reply", x.Author)
			}
		}
	}
}

func (c *checker) edits(file string, before time.Duration, edits []Edit) {
	for _, e := range edits {
		c.after(file, before, e.Ago)
		before = e.Ago
	}
}

// thread returns the thread with the file name.
func (c *checker) thread(file, name string) Thread {
	for _, t := range c.world.Threads {
		if t.File == name {
			return t
		}
	}
	c.fail(file, "there is no thread %s", name)
	return Thread{}
}

func (c *checker) checkArticle(a Article) {
	file := path.Join("faq", a.File)
	before := a.Versions[0].Ago
	for _, v := range a.Versions {
		c.admitted(file, v.Author, a.Board)
		if p := c.person(file, v.Author); !p.Has("faq-editor", a.Board) && !p.Has("moderator", a.Board) {
			c.fail(file, "%s does not edit the FAQ of %s", v.Author, a.Board)
		}
		c.after(file, before, v.Ago)
		before = v.Ago
	}
	if a.Source != "" {
		t := c.thread(file, a.Source)
		c.after(file, t.Ago, a.Versions[0].Ago)
		if t.Board != a.Board {
			c.fail(file, "source %s is in another board", a.Source)
		}
	}
}

func (c *checker) checkInquiry(q Inquiry) {
	file := path.Join("inquiries", q.File)
	c.admitted(file, q.Author, q.Board)
	if (q.Thread == "") != (q.EscalatedBy == "") {
		c.fail(file, "an escalated thread needs thema and eskaliert_von")
	}
	if q.Thread != "" {
		t := c.thread(file, q.Thread)
		c.after(file, t.Ago, q.Ago)
		c.moderates(file, q.EscalatedBy, q.Board)
		if t.Author != q.Author || t.Board != q.Board {
			c.fail(file, "author or board differ from those of %s", q.Thread)
		}
	}
	for _, s := range q.Supporters {
		c.admitted(file, s, q.Board)
		if q.DeskOnly || c.person(file, s).Organisation.Name == c.person(file, q.Author).Organisation.Name {
			c.fail(file, "%s cannot support what they ask or may not see", s)
		}
	}
	before := q.Ago
	for _, s := range q.Steps {
		c.after(file, before, s.Ago)
		before = s.Ago
		c.checkStep(file, q, s)
	}
}

// checkStep checks who acts; in which state they may is the inquiries' matter.
func (c *checker) checkStep(file string, q Inquiry, s Step) {
	switch s.Kind {
	case StepRest:
	case StepRespond, StepFollowUp, StepWithdraw:
		if s.Author != q.Author && s.Author != q.EscalatedBy {
			c.fail(file, "%s by %s, who did not ask", s.Kind, s.Author)
		}
	default:
		if p := c.person(file, s.Author); !p.Has("programme", "") {
			c.fail(file, "%s by %s, who is no programme manager", s.Kind, s.Author)
		}
	}
	if s.Kind == StepAssign {
		if p := c.person(file, s.Assignee); !p.Has("programme", "") {
			c.fail(file, "%s cannot be assigned", s.Assignee)
		}
	}
	if s.Kind != StepMerge {
		return
	}
	target := slices.IndexFunc(c.world.Inquiries, func(o Inquiry) bool { return o.File == s.Target })
	if target < 0 || s.Target == q.File {
		c.fail(file, "there is no other inquiry %s", s.Target)
		return
	}
	c.after(file, c.world.Inquiries[target].Ago, s.Ago)
}
