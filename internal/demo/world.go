// Package demo provides the demo world: invented people, threads, FAQ articles and
// inquiries that show what the program does. The texts are in data/demo, whose
// README describes the format. Read parses them into the structs below and promises
// that everything they refer to exists.
package demo

import (
	"slices"
	"time"

	"kommunalforum/internal/forum"
)

// World is everything the texts of the demo world say.
type World struct {
	People    []Person
	Groups    []Group
	Waiting   []Application
	Threads   []Thread
	Articles  []Article
	Inquiries []Inquiry
}

// Person is one invented user. Key is the local part of Email.
type Person struct {
	Key          string       `json:"key"`
	Email        string       `json:"email"`
	Name         string       `json:"name"`
	Function     string       `json:"function"`
	Organisation Organisation `json:"organisation"`
	Roles        []Grant      `json:"roles"`
	Profile      Profile      `json:"profile"`
	Bookmarks    []Bookmark   `json:"bookmarks"`
	Suggestions  []Suggestion `json:"suggestions"`
	Reuse        []Reuse      `json:"reuse"`
}

// Reuse is what the person entered in the register of re-use for their organisation.
// Contact says that they answer questions.
type Reuse struct {
	Service    int64  `json:"service"`
	Stage      string `json:"stage"`
	Product    string `json:"product"`
	Provider   string `json:"provider"`
	Operator   string `json:"operator"`
	Since      string `json:"since"`
	Cost       string `json:"cost"`
	Experience string `json:"experience"`
	Financing  string `json:"financing"`
	Interfaces string `json:"interfaces"`
	Contact    bool   `json:"contact"`
}

// Bookmark is a post on the person's Merkliste: the question of the thread of a
// file, or its reply with that number. Remind is how many days from now the
// reminder is, negative when it has come; nil for none.
type Bookmark struct {
	Thread string `json:"thread"`
	Reply  int    `json:"reply"`
	Note   string `json:"note"`
	Remind *int   `json:"remind"`
}

// Suggestion is a post that the person suggested for the FAQ, named as in Bookmark.
type Suggestion struct {
	Thread string `json:"thread"`
	Reply  int    `json:"reply"`
	Title  string `json:"title"`
	Why    string `json:"why"`
}

// Profile is what the person tells about themselves. Boards are slugs, Services
// OZG-IDs, About is Markdown. A portrait is drawn.
type Profile struct {
	Boards   []string `json:"boards"`
	Services []int64  `json:"services"`
	About    string   `json:"about"`
	Phone    string   `json:"phone"`
	Email    bool     `json:"email"`
	Portrait bool     `json:"portrait"`
}

// Organisation is an invented body. Land is empty for bodies of the Bund and
// of all Länder together; Population is 0 where inhabitants make no sense.
type Organisation struct {
	Name       string `json:"name"`
	Kind       string `json:"kind"`
	Land       string `json:"land"`
	Population int    `json:"population,omitempty"`
	// Domains are those of its mail addresses.
	Domains []string `json:"domains,omitempty"`
	// Administers are the AGS of municipalities for which it acts.
	Administers []string `json:"administers,omitempty"`
	// Place is latitude and longitude, since no gazetteer has an invented town.
	Place []float64 `json:"place,omitempty"`
}

// Application is somebody who registered with an address whose domain nobody
// knows, that many hours ago, and waits.
type Application struct {
	Email    string `json:"email"`
	Name     string `json:"name"`
	Function string `json:"function"`
	Hours    int    `json:"hours"`
	Employer string `json:"employer"`
	Reason   string `json:"reason"`
}

// Grant is a role with its scope: a board's slug, or "" for the whole site.
type Grant struct {
	Role  string `json:"role"`
	Board string `json:"board,omitempty"`
}

// Group is a named group that is admitted to the restricted board Board.
type Group struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Board   string   `json:"board"`
	Members []string `json:"members"`
}

// Thread is a question with its replies, oldest first. Ago is the time between
// the question and now. Locked and Outdated are the reasons, "" if the thread
// is open and still holds.
type Thread struct {
	File     string
	Title    string
	Board    string
	Author   string
	Ago      time.Duration
	Services []string
	Pinned   bool
	Locked   string
	Outdated string
	Text     string
	Edits    []Edit
	Replies  []Reply
}

// Edit is what the author made of the text later.
type Edit struct {
	Ago  time.Duration
	Text string
}

// Reply is one answer in a thread. Hidden is the reason that the moderator
// HiddenBy gave, "" if it was not hidden.
type Reply struct {
	Author    string
	Ago       time.Duration
	Solution  bool
	Scope     forum.Scope // of a solution
	Withdrawn bool
	Hidden    string
	HiddenBy  string
	Text      string
	Edits     []Edit
	Reports   []Report
}

// Report is what somebody told the moderators about a reply, as wrong or outdated. It is
// open.
type Report struct {
	Author string
	Ago    time.Duration
	Text   string
}

// Audiences of an article, as its header names them.
const (
	AudiencePublic  = "oeffentlich"
	AudienceMembers = "mitglieder"
	AudienceBoard   = "bereich"
)

// States of an article, as its header names them.
const (
	ArticleDraft     = "entwurf"
	ArticlePublished = "veroeffentlicht"
	ArticleOutdated  = "ueberholt"
)

// Article is an FAQ article with all its versions, oldest first. ReviewIn is
// the number of days from now to the next review, negative when overdue.
// Source is the file of the thread it came from, "" if there is none; Outdated
// is the reason of that state.
type Article struct {
	File     string
	Title    string
	Board    string
	Services []string
	ReviewIn int
	Audience string
	State    string
	Source   string
	Scope    string
	Outdated string
	Versions []Version
}

// Version is one state of an article's text.
type Version struct {
	Author string
	Ago    time.Duration
	Short  string
	Text   string
}

// Inquiry is a question to programme management with the steps it went
// through, oldest first. Thread and EscalatedBy are set together when a
// moderator escalated a thread; Author is then the author of the thread.
// Supporters are people whose organisations it concerns too.
type Inquiry struct {
	File        string
	Title       string
	Board       string
	Author      string
	Ago         time.Duration
	Services    []string
	DeskOnly    bool
	Thread      string
	EscalatedBy string
	Supporters  []string
	Text        string
	Steps       []Step
}

// Kinds of step, as the texts name them.
const (
	StepTakeOver = "uebernehmen"     // received to in progress, in one click
	StepExamine  = "pruefen"         // received to in examination
	StepAssign   = "zuweisen"        // to Assignee
	StepBegin    = "beginnen"        // by the assignee
	StepAskBack  = "rueckfrage"      // Text is the question
	StepRespond  = "rueckmeldung"    // the asking side answers
	StepRest     = "ruhen"           // by the system, so without an author
	StepMerge    = "zusammenfuehren" // into the inquiry of file Target
	StepDraft    = "entwurf"         // Answer is the draft; changes no state
	StepSubmit   = "zur-freigabe"
	StepRelease  = "freigeben"    // by somebody else than the one who drafted
	StepReturn   = "zurueckgeben" // Text is the reason
	StepHandOver = "abgeben"      // to Body
	StepDecline  = "ablehnen"     // Text is the reason
	StepWithdraw = "zurueckziehen"
	StepNote     = "vermerk"   // an internal note
	StepAnswer   = "antwort"   // Answer is official at once
	StepFollowUp = "nachfrage" // the asker's, leads to the next version
)

// Step is one act on an inquiry. Which fields are set follows from Kind.
type Step struct {
	Kind     string
	Author   string
	Ago      time.Duration
	Assignee string
	Target   string
	Body     string
	Text     string
	Answer   *Answer
}

// Answer is an official answer or the draft of one. ValidFrom and ValidUntil
// are days from now (that day included), nil if not limited.
type Answer struct {
	Short      string
	Body       string
	ValidFrom  *int
	ValidUntil *int
	LegalBasis string
	Scope      string
	Text       string
}

// Moderators returns the keys of those who moderate the board, in the order
// of the file.
func (w World) Moderators(board string) []string {
	var keys []string
	for _, p := range w.People {
		if p.Has("moderator", board) {
			keys = append(keys, p.Key)
		}
	}
	return keys
}

// Has says whether the person holds the role on the board or the whole site.
func (p Person) Has(role, board string) bool {
	for _, g := range p.Roles {
		if g.Role == role && (g.Board == "" || g.Board == board) {
			return true
		}
	}
	return false
}

// FourEyes returns the boards whose official answers a second programme
// manager releases, because an inquiry there goes through that step.
func (w World) FourEyes() []string {
	var boards []string
	for _, q := range w.Inquiries {
		submitted := slices.ContainsFunc(q.Steps, func(s Step) bool { return s.Kind == StepSubmit })
		if submitted && !slices.Contains(boards, q.Board) {
			boards = append(boards, q.Board)
		}
	}
	return boards
}
