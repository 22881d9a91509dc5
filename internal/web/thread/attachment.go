package thread

import (
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
)

// showAttachment sends an attachment to who may read its post now.
func (s *server) showAttachment(c *page.Context, id int64) error {
	file, err := s.Forum.Attachment(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if c.Param("name") != file.Name {
		return fault.Missing()
	}
	content, err := s.Attached.Open(file)
	if err != nil {
		return err
	}
	defer content.Close()
	return c.SendFile(page.Download{Name: file.Name, Media: file.Media, Hash: file.Hash, Size: file.Size, Content: content})
}
