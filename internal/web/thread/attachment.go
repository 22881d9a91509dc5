package thread

import (
	"os"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
)

// showAttachment sends an attachment to who may read its post now.
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
	file, err := s.Forum.Attachment(c.Ctx(), c.Viewer(), id)
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
