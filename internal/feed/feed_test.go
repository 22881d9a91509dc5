package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

func sample() Feed {
	at := time.Date(2026, 11, 28, 13, 45, 12, 345e6, time.FixedZone("", 3600))
	return Feed{ID: ID("log", "board/3"), Title: "Bauen & Wohnen <3", Home: "https://forum.example/bereiche/bauen-wohnen",
		Self: "https://forum.example/bereiche/bauen-wohnen/feed.atom?a=1&b=2", Author: "Kommunalforum",
		Entries: []Entry{
			{ID: ID("log", "answer/7"), Title: `Gilt „§ 3" <b>auch</b> & "hier"?`, Link: "https://forum.example/offizielle-antworten/FPM-2026-0001/1",
				Author: "FITKO", Category: "Offizielle Antwort", Published: at, Updated: at.Add(time.Hour), Summary: "Ja & nein.",
				HTML: `<p>Ja &amp; <a href="https://forum.example/faq/1?x=1&amp;y=2">nein</a>. ]]&gt; 🎉</p>`},
			{ID: ID("log", "post/9"), Title: "Frage\x00\x10\ufffe mit Steuerzeichen", Link: "https://forum.example/thema/9-frage",
				Author: "Stadt Musterstadt, Niedersachsen", Published: at, Updated: at, Summary: "Zeile\x0b eins]]>\u2028zwei"},
			{ID: ID("log", "post/10"), Title: "Ohne Text", Link: "https://forum.example/thema/10-ohne", Published: at, Updated: at},
		}}
}

func write(t *testing.T, format Format, f Feed) []byte {
	t.Helper()
	out, err := format.Write(f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFeedsAreAsTheGoldenFiles(t *testing.T) {
	for _, format := range Formats {
		file := "testdata/" + format.Name
		got := write(t, format, sample())
		if os.Getenv("KEEP") != "" {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs; write it with KEEP=1:\n%s", file, got)
		}
	}
}

// TestAnotherParserReadsWhatWasWritten compares with what gofeed makes of both
// formats.
func TestAnotherParserReadsWhatWasWritten(t *testing.T) {
	const invalid = "\ufffd" // stands for characters that XML cannot hold
	for _, format := range Formats {
		got, err := gofeed.NewParser().Parse(bytes.NewReader(write(t, format, sample())))
		if err != nil {
			t.Fatalf("%s: %v", format.Name, err)
		}
		want := sample()
		if got.Title != want.Title || got.Link != want.Home || got.FeedLink != want.Self || got.Language != "de" ||
			len(got.Items) != len(want.Entries) {
			t.Fatalf("%s: %+v", format.Name, got)
		}
		for i, item := range got.Items {
			e := want.Entries[i]
			clean := func(text string) string {
				return strings.NewReplacer(invalid, "", "\x00", "", "\x10", "", "\ufffe", "", "\x0b", "").Replace(text)
			}
			if item.GUID != e.ID || clean(item.Title) != clean(e.Title) || item.Link != e.Link || item.PublishedParsed == nil ||
				!item.PublishedParsed.Equal(e.Published.Truncate(time.Second)) || !item.UpdatedParsed.Equal(e.Updated.Truncate(time.Second)) {
				t.Errorf("%s: %+v, want %+v", format.Name, item, e)
			}
			if e.HTML != "" && item.Content != e.HTML {
				t.Errorf("%s: content %q, want %q", format.Name, item.Content, e.HTML)
			}
			if e.Author != "" && (len(item.Authors) != 1 || item.Authors[0].Name != e.Author) {
				t.Errorf("%s: authors %+v, want %q", format.Name, item.Authors, e.Author)
			}
		}
	}
}

// TestAtomHasWhatTheRFCDemands checks the musts of RFC 4287, sections 4.1.1 and 4.1.2,
// with the parser of the standard library and names only.
func TestAtomHasWhatTheRFCDemands(t *testing.T) {
	empty := sample()
	empty.Entries = nil
	for _, f := range []Feed{sample(), empty} {
		type element struct {
			XMLName  xml.Name
			Attrs    []xml.Attr `xml:",any,attr"`
			Children []element  `xml:",any"`
			Text     string     `xml:",chardata"`
		}
		var root element
		if err := xml.Unmarshal(write(t, Atom, f), &root); err != nil {
			t.Fatal(err)
		}
		if (root.XMLName != xml.Name{Space: "http://www.w3.org/2005/Atom", Local: "feed"}) {
			t.Errorf("root %v", root.XMLName)
		}
		count := func(e element) (names, rels map[string]int) {
			names, rels = map[string]int{}, map[string]int{}
			for _, c := range e.Children {
				names[c.XMLName.Local]++
				for _, a := range c.Attrs {
					if a.Name.Local == "rel" {
						rels[a.Value]++
					}
				}
				if c.XMLName.Local == "id" && !strings.HasPrefix(c.Text, "urn:uuid:") {
					t.Errorf("id %q is no IRI", c.Text)
				}
				if c.XMLName.Local == "updated" || c.XMLName.Local == "published" {
					if _, err := time.Parse(time.RFC3339, c.Text); err != nil {
						t.Error(err)
					}
				}
			}
			return names, rels
		}
		names, rels := count(root)
		if names["id"] != 1 || names["title"] != 1 || names["updated"] != 1 || names["author"] != 1 || rels["self"] != 1 || rels["alternate"] != 1 {
			t.Errorf("feed: %v, links %v", names, rels)
		}
		ids := map[string]bool{}
		for _, c := range root.Children {
			if c.XMLName.Local != "entry" {
				continue
			}
			names, rels := count(c)
			if names["id"] != 1 || names["title"] != 1 || names["updated"] != 1 || rels["alternate"] != 1 || names["content"] > 1 ||
				names["summary"] > 1 {
				t.Errorf("entry: %v, links %v", names, rels)
			}
			for _, x := range c.Children {
				if x.XMLName.Local == "id" && ids[x.Text] {
					t.Errorf("%s is there twice", x.Text)
				} else if x.XMLName.Local == "id" {
					ids[x.Text] = true
				}
			}
		}
	}
}

// TestJSONFeedHasWhatItsVersionDemands checks the required fields of
// https://www.jsonfeed.org/version/1.1/.
func TestJSONFeedHasWhatItsVersionDemands(t *testing.T) {
	empty := sample()
	empty.Entries = nil
	for _, f := range []Feed{sample(), empty} {
		var got map[string]any
		if err := json.Unmarshal(write(t, JSON, f), &got); err != nil {
			t.Fatal(err)
		}
		items, isList := got["items"].([]any)
		if got["version"] != "https://jsonfeed.org/version/1.1" || got["title"] == "" || !isList || len(items) != len(f.Entries) {
			t.Errorf("feed: %v", got)
		}
		for _, x := range items {
			item := x.(map[string]any)
			_, html := item["content_html"]
			_, text := item["content_text"]
			if id, _ := item["id"].(string); id == "" || !html && !text {
				t.Errorf("item: %v", item)
			}
		}
	}
}

func TestIDsDependOnForumAndThingOnly(t *testing.T) {
	ids := map[string]bool{}
	for _, forum := range []string{"a", "b"} {
		for _, thing := range []string{"post/1", "post/2", "board/1"} {
			id := ID(forum, thing)
			if ids[id] || id != ID(forum, thing) || len(id) != len("urn:uuid:00000000-0000-8000-8000-000000000000") || id[23] != '8' {
				t.Errorf("%s %s: %s", forum, thing, id)
			}
			ids[id] = true
		}
	}
}

func TestSameContentIsTheSameDocument(t *testing.T) {
	for _, format := range Formats {
		empty := Feed{ID: "urn:x", Title: "x"}
		if !bytes.Equal(write(t, format, empty), write(t, format, empty)) || !bytes.Equal(write(t, format, sample()), write(t, format, sample())) {
			t.Errorf("%s differs from itself", format.Name)
		}
	}
}

// FuzzTexts holds that no text makes an invalid document.
func FuzzTexts(f *testing.F) {
	f.Add("a\x00b", "<p>x</p>")
	f.Add("]]>", "\xff\xfe")
	f.Add("&amp;", "\xed\xa0\x80")
	f.Fuzz(func(t *testing.T, plain, html string) {
		feed := Feed{ID: ID("f", plain), Title: plain, Author: plain,
			Entries: []Entry{{ID: "urn:x", Title: plain, Summary: plain, HTML: html, Author: plain}}}
		d := xml.NewDecoder(bytes.NewReader(write(t, Atom, feed)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if !json.Valid(write(t, JSON, feed)) {
			t.Error("invalid JSON")
		}
	})
}
