package usecase

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
)

// mayRead says of each kind of subject who may read its files: whoever may read the
// subject at that moment. For anybody else the file is missing.
var mayRead = map[attachment.Kind]func(*db.Tx, account.Viewer, attachment.File) error{
	attachment.Post:      forum.MayReadTx,
	attachment.HeldReply: forum.MayReadTx,
	attachment.Evidence:  forum.MayReadTx,
	attachment.Document:  library.MayReadTx,
	attachment.Article:   faq.MayReadTx,
	attachment.Answer:    inquiry.MayReadTx,
	attachment.Inquiry:   inquiry.MayReadTx,
	"":                   mayReadOwn,
}

// Attachment returns a file that by may read now. Any other is missing.
func (a *Acts) Attachment(ctx context.Context, by account.Viewer, id int64) (attachment.File, error) {
	return db.View(ctx, a.db, func(tx *db.Tx) (attachment.File, error) {
		file, err := attachment.FindTx(tx, id)
		if err != nil {
			return attachment.File{}, err
		}
		may, known := mayRead[file.Subject.Kind]
		if !known {
			return attachment.File{}, fault.Missing()
		}
		if err := may(tx, by, file); err != nil {
			return attachment.File{}, err
		}
		return file, nil
	})
}

// mayReadOwn lets people read what they uploaded and have not sent.
func mayReadOwn(_ *db.Tx, by account.Viewer, file attachment.File) error {
	if !by.SignedIn() || file.Owner != by.ID {
		return fault.Missing()
	}
	return nil
}
