// Package mention owns the table mention: which members the posts of the forum address
// by name, as in „@Anna Beispiel“.
//
// It promises: a mention tells its readers nothing that the members' directory does not.
// A name is resolved among all members, whether or not they may read the post, because
// the mark in the text would otherwise tell who is admitted to a restricted board.
// Whoever hands a mention on asks what the mentioned person may read; the author hears
// who may not. An edit hands on those newly mentioned only.
package mention

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/markdown"
)

// MaxPeople is the maximum number of people whom one post tells that it mentions them.
const MaxPeople = 10

const (
	maxNameWords = 6    // of a name
	maxNamesakes = 1000 // rows that a lookup reads
)

// Found says whom a text mentions.
type Found struct {
	Words  []string // names of members behind an "@", whoever is told: guests do not read them
	Told   []string // those of them that tell somebody, for markdown.Mark
	People []int64  // whom to tell: addressed, without the author, at most MaxPeople
	Names  []string // what the text calls them, in the same order
	// What did not lead to one person, so that the author can mend it.
	Unknown   bool // no member has a name, or none in the organisation behind it
	Ambiguous bool // several members have it
	TooMany   bool // there are more than MaxPeople
}

// namesake is a member with a name that stands in the text.
type namesake struct {
	id           int64
	key          string // folding.SortKey of the name
	organisation string
}

// FindTx finds whom a rendered text mentions: members with an open account, named in
// full behind an "@" outside of quotations, code and links. What stands in brackets
// behind a name is the organisation: with another one it is somebody else's. It takes
// one query, none for a text without "@".
func FindTx(tx *db.Tx, author int64, text markdown.Text) (f Found, err error) {
	addresses := markdown.Addresses(text.HTML)
	if len(addresses) == 0 {
		return f, nil
	}
	people, err := namesakes(tx, addresses)
	if err != nil {
		return f, err
	}
	for _, a := range addresses {
		f.add(author, a, find(people, a.Text))
	}
	return f, nil
}

// add notes what an address leads to.
func (f *Found) add(author int64, a markdown.Address, m match) {
	if m.words != "" && !slices.Contains(f.Words, m.words) {
		f.Words = append(f.Words, m.words)
	}
	switch {
	case a.Aside:
	case len(m.found) > 1:
		f.Ambiguous = true
	case len(m.found) == 0 && (m.words != "" || startsCapital(a.Text)):
		f.Unknown = true
	case len(m.found) == 0 || m.found[0].id == author:
	case slices.Contains(f.People, m.found[0].id):
		f.tell(m.words)
	case len(f.People) == MaxPeople:
		f.TooMany = true
	default:
		f.People, f.Names = append(f.People, m.found[0].id), append(f.Names, m.words)
		f.tell(m.words)
	}
}

func (f *Found) tell(words string) {
	if !slices.Contains(f.Told, words) {
		f.Told = append(f.Told, words)
	}
}

// namesakes returns the members whose names the addresses may begin with, by name.
func namesakes(tx *db.Tx, addresses []markdown.Address) (map[string][]namesake, error) {
	var keys []string
	for _, a := range addresses {
		for _, name := range names(a.Text) {
			keys = append(keys, folding.SortKey(name), folding.SortKey(proper(name)))
			for _, other := range otherwise(name) {
				keys = append(keys, folding.SortKey(other))
			}
		}
	}
	slices.Sort(keys)
	in, args := db.In(2, slices.Compact(keys))
	people, err := db.List(tx, func(r db.Row) (n namesake, err error) { return n, r.Scan(&n.id, &n.key, &n.organisation) }, `
		SELECT p.id, p.sort_key, o.name
		FROM person p
		JOIN organisation o ON o.id = p.organisation_id
		WHERE p.sort_key IN `+in+` AND p.disabled_at IS NULL
		LIMIT $1`, append([]any{maxNamesakes}, args...)...)
	out := map[string][]namesake{}
	for _, p := range people {
		out[p.key] = append(out[p.key], p)
	}
	return out, err
}

// match is a name at the beginning of a text.
type match struct {
	words string // the name, with the organisation if it leads to the person; "" for none
	found []namesake
}

// find returns the longest name of members with which text begins, and those who have
// it: of several those of the organisation in brackets behind it, nobody where none of
// them belongs to that one.
func find(people map[string][]namesake, text string) match {
	for _, name := range slices.Backward(names(text)) {
		all := having(people, name)
		if len(all) == 0 {
			continue
		}
		organisation, ok := markdown.Brackets(text[len(name):])
		if !ok {
			return match{name, all}
		}
		here := slices.DeleteFunc(slices.Clone(all), func(p namesake) bool { return !strings.EqualFold(p.organisation, organisation) })
		switch {
		case len(here) > 0:
			return match{text[:len(name)+strings.IndexByte(text[len(name):], '(')+len(organisation)+2], here}
		case len(all) > 1:
			return match{name, all}
		}
		return match{name, nil}
	}
	return match{}
}

// having returns the members with the name: as it is written, without any
// those that it properly means, without these those with other titles.
func having(people map[string][]namesake, name string) (all []namesake) {
	for _, spelling := range []string{name, proper(name)} {
		if all = people[folding.SortKey(spelling)]; len(all) > 0 {
			return all
		}
	}
	for _, other := range otherwise(name) {
		all = append(all, people[folding.SortKey(other)]...)
	}
	return all
}

// names returns what may be a name at the beginning of text, the shortest first.
func names(text string) (out []string) {
	for i, n := 0, 0; i < len(text) && n < maxNameWords; n++ {
		end := len(text)
		if space := strings.IndexByte(text[i:], ' '); space >= 0 {
			end = i + space
		}
		// A full stop may belong to the name, a comma hardly.
		whole := text[:end]
		bare := strings.TrimRightFunc(whole, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, name := range []string{text[:i] + upto(text[i:end]), bare, bare + ".", whole} {
			if len(name) > i && strings.HasPrefix(whole, name) && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
		i = end + 1
	}
	return out
}

// upto returns the beginning of a word up to what hardly stands in a name.
func upto(word string) string {
	for i, r := range word {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && !strings.ContainsRune("-'’", r) {
			return word[:i]
		}
	}
	return word
}

var (
	// titled finds forms of address and titles before a name. Without its full stop
	// "Phil" is a name.
	titled = regexp.MustCompile(`^(?:(?i:frau|herrn?|prof\.?|professor(?:in)?|dr\.?(?:-\p{L}+\.?)?|dipl\.?-\p{L}+\.?|` +
		`med\.|jur\.|phil\.|rer\.|nat\.|pol\.) )+`)
	form      = regexp.MustCompile(`^(?i:frau|herrn?) `)
	shortened = regexp.MustCompile(`\b((?i:prof|dr|dipl|ing))\b\.?`)
	genitive  = regexp.MustCompile(`['’]?s$`)
	// titles are those with which people have an account. With more of them the names of
	// one text could be more than a statement takes.
	titles = []string{"Dr. ", "Prof. Dr. ", "Prof. ", "Dr.-Ing. ", "Dipl.-Ing. ", "Prof. Dr.-Ing. ", "Dr "}
)

// proper returns a name without a form of address, and with full stops behind its
// titles: „Frau Dr Anna Beispiel“ is „Dr. Anna Beispiel“.
func proper(name string) string {
	name = form.ReplaceAllString(name, "")
	title := titled.FindString(name)
	return shortened.ReplaceAllString(title, "$1.") + name[len(title):]
}

// otherwise returns how the account may spell a name of two or three words: with
// other titles, because few write them as it does, and without the ending of a genitive.
func otherwise(name string) (out []string) {
	bare := titled.ReplaceAllString(name, "")
	if n := strings.Count(bare, " "); n < 1 || n > 2 {
		return nil
	}
	for _, spelling := range []string{bare, genitive.ReplaceAllString(bare, "")} {
		for _, title := range append([]string{""}, titles...) {
			if title+spelling != name && !slices.Contains(out, title+spelling) {
				out = append(out, title+spelling)
			}
		}
	}
	return out
}

func startsCapital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// SaveTx notes whom a post mentions as it now stands and reports whether there is
// anybody whom it did not mention before.
func SaveTx(tx *db.Tx, post int64, people []int64) (news bool, err error) {
	for _, p := range people {
		n, err := tx.Exec(`
			INSERT INTO mention (post_id, person_id, told)
			VALUES ($1, $2, FALSE)
			ON CONFLICT DO NOTHING`, post, p)
		if err != nil {
			return false, err
		}
		news = news || n > 0
	}
	// Who was told stays noted, so that taking a name out and in again tells nobody.
	in, args := db.In(2, append([]int64{0}, people...))
	_, err = tx.Exec(`DELETE FROM mention WHERE post_id = $1 AND NOT told AND person_id NOT IN `+in, append([]any{post}, args...)...)
	return news, err
}

// TakeNewTx returns whom a post mentions and was not returned for it before. The caller
// asks what each may read, and tells the others nothing.
func TakeNewTx(tx *db.Tx, post int64) ([]int64, error) {
	return db.Column[int64](tx, `UPDATE mention SET told = TRUE WHERE post_id = $1 AND NOT told RETURNING person_id`, post)
}

// ForgetPostTx deletes whom a post mentions, for a text that was blackened.
func ForgetPostTx(tx *db.Tx, post int64) error {
	_, err := tx.Exec(`DELETE FROM mention WHERE post_id = $1`, post)
	return err
}

// EraseTx deletes who mentions a person. The names in texts are listed for moderators
// by those who own the texts.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM mention WHERE person_id = $1`, person)
	return err
}
