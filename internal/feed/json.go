package feed

import "encoding/json"

type jsonFeed struct {
	Version  string       `json:"version"`
	Title    string       `json:"title"`
	HomePage string       `json:"home_page_url"`
	FeedURL  string       `json:"feed_url"`
	Language string       `json:"language"`
	Authors  []jsonAuthor `json:"authors"`
	Items    []jsonItem   `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	HTML      string       `json:"content_html,omitempty"`
	Text      string       `json:"content_text,omitempty"`
	Summary   string       `json:"summary,omitempty"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

// writeJSON returns the feed as a JSON Feed. Each item has content, as the format
// demands: the whole, or the summary as plain text, or else the title.
func writeJSON(f Feed) ([]byte, error) {
	out := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.Title, HomePage: f.Home, FeedURL: f.Self, Language: "de",
		Authors: []jsonAuthor{{f.Author}}, Items: []jsonItem{}}
	for _, e := range f.Entries {
		item := jsonItem{ID: e.ID, URL: e.Link, Title: e.Title, Published: stamp(e.Published), Modified: stamp(e.Updated)}
		switch {
		case e.HTML != "":
			item.HTML, item.Summary = e.HTML, e.Summary
		case e.Summary != "":
			item.Text = e.Summary
		default:
			item.Text = e.Title
		}
		if e.Author != "" {
			item.Authors = []jsonAuthor{{e.Author}}
		}
		if e.Category != "" {
			item.Tags = []string{e.Category}
		}
		out.Items = append(out.Items, item)
	}
	return json.Marshal(out)
}
