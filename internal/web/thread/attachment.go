package thread

import (
	"encoding/json"
	"os"
	"strings"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
)

// uploaded is the answer to the script that uploads files of a form while somebody writes.
type uploaded struct {
	Items  string `json:"eintraege"` // HTML of what the form's list gets
	Images string `json:"bilder"`    // Markdown that shows the pictures among them
	Error  string `json:"fehler"`    // why a file was refused, "" if none was
}

// uploadFiles takes files for a form that is still being written. It belongs to the page
// that shows the form.
func (s *server) uploadFiles(c *page.Context) error {
	files, err := c.Files()
	if err != nil {
		return err
	}
	var out uploaded
	var items strings.Builder
	if err := templates.FilesItems(files.Field).Render(c.Ctx(), &items); err != nil {
		return err
	}
	out.Items = items.String()
	for _, f := range files.Field.Files {
		if f.Small != "" {
			out.Images += "![Bild](" + f.Href + ")\n"
		}
	}
	if len(files.Problems) > 0 {
		out.Error = files.Problems[0].Text
	}
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return c.SendJSON(body)
}

// showAttachment sends an attachment to who may read now what has it.
func (s *server) showAttachment(c *page.Context, id int64) error {
	return s.sendAttachment(c, id, func(f attachment.File) (string, *os.File, error) {
		content, err := s.Attached.Open(f)
		return f.Hash, content, err
	})
}

// showThumbnail sends the small picture of an attachment.
func (s *server) showThumbnail(c *page.Context, id int64) error {
	return s.sendAttachment(c, id, func(f attachment.File) (string, *os.File, error) {
		if !f.Image() {
			return "", nil, fault.Missing()
		}
		content, err := s.Attached.OpenThumbnail(f)
		return f.Thumbnail, content, err
	})
}

// sendAttachment sends what open opens of an attachment, and its hash. Pictures are shown,
// everything else is kept.
func (s *server) sendAttachment(c *page.Context, id int64, open func(attachment.File) (hash string, content *os.File, err error)) error {
	file, err := s.Acts.Attachment(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if c.Param("name") != file.Name {
		return fault.Missing()
	}
	hash, content, err := open(file)
	if err != nil {
		return err
	}
	defer content.Close()
	return c.SendFile(page.Download{Name: file.Name, Media: file.Media, Hash: hash, Size: file.Size, Inline: file.Image(), Content: content})
}
