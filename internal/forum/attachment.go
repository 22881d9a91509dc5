package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// Attachment returns a file that by may read now: one of a post whose text they may read,
// one removed from a reported post about which they decide, of a reply that waits if they
// may see it, or of their own that they have not sent. Any other is missing.
func (f *Forum) Attachment(ctx context.Context, by account.Viewer, id int64) (attachment.File, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) (attachment.File, error) {
		file, err := attachment.FindTx(tx, id)
		if err == nil {
			err = mayRead(tx, by, file)
		}
		if err != nil {
			return attachment.File{}, err
		}
		return file, nil
	})
}

func mayRead(tx *db.Tx, by account.Viewer, file attachment.File) error {
	switch {
	case file.Post != 0:
		e, t, err := findPost(tx, by, file.Post)
		judged := e.State == Withdrawn && t.CanModerate(by) // as its text, see Versions
		if err == nil && e.withheld(by, t) && !judged {
			err = fault.Missing()
		}
		return err
	case file.Evidence != 0:
		e, t, err := findPost(tx, by, file.Evidence)
		if err == nil && !e.CanDecideReports(by, t) {
			err = fault.Missing()
		}
		return err
	case file.Held != 0:
		_, _, err := findPending(tx, by, file.Held)
		return err
	case !by.SignedIn() || file.Owner != by.ID:
		return fault.Missing()
	}
	return nil
}

// attach gives a new post its files.
func attach(tx *db.Tx, by account.Viewer, post int64, files attachment.Chosen) error {
	if len(files) == 0 {
		return nil
	}
	if err := files.TakeTx(tx, by.ID, post); err != nil {
		return err
	}
	return setAttachments(tx, post, int64(len(files)))
}

// attachHeld gives a post the files of the reply that it was.
func attachHeld(tx *db.Tx, reply, post int64) error {
	n, err := attachment.PublishTx(tx, reply, post)
	if err != nil || n == 0 {
		return err
	}
	return setAttachments(tx, post, n)
}

// reattach lets a post have these files of its author and no others. Those of a reported
// post that are no longer among them stay for the decision.
func reattach(tx *db.Tx, by account.Viewer, e Post, t Thread, choices []attachment.Choice) error {
	if e.attachments == 0 && len(choices) == 0 {
		return nil
	}
	files, err := attachment.ChosenTx(tx, by.ID, choices)
	if err != nil {
		return err
	}
	reported, err := isReported(tx, e, t)
	if err != nil {
		return err
	}
	if err := files.KeepOnlyTx(tx, e.ID, reported); err != nil {
		return err
	}
	if err := files.TakeTx(tx, by.ID, e.ID); err != nil {
		return err
	}
	return setAttachments(tx, e.ID, int64(len(files)))
}

// detach removes the files of a post for good.
func detach(tx *db.Tx, post int64) error {
	if err := attachment.RemoveOfPostTx(tx, post); err != nil {
		return err
	}
	return setAttachments(tx, post, 0)
}

func setAttachments(tx *db.Tx, post, n int64) error {
	return tx.Queue(`UPDATE post SET attachments = $1 WHERE id = $2`, n, post)
}

// addFiles adds the files to the posts that have some. Where none has it asks nothing.
func addFiles(tx *db.Tx, lists ...[]Post) error {
	var ids []int64
	for _, posts := range lists {
		for _, p := range posts {
			if p.attachments > 0 {
				ids = append(ids, p.ID)
			}
		}
	}
	files, err := attachment.OfPostsTx(tx, ids)
	for _, posts := range lists {
		for i, p := range posts {
			if p.attachments > 0 {
				posts[i].Files = files[p.ID]
			}
		}
	}
	return err
}

// addHeldFiles adds the files to replies that wait.
func addHeldFiles(tx *db.Tx, list []PendingReply) error {
	ids := make([]int64, len(list))
	for i, h := range list {
		ids[i] = h.ID
	}
	files, err := attachment.OfHeldTx(tx, ids)
	for i, h := range list {
		list[i].Files = files[h.ID]
	}
	return err
}

// addWaitingFiles adds the files to questions that wait.
func addWaitingFiles(tx *db.Tx, list []WaitingQuestion) error {
	ids := make([]int64, len(list))
	for i, q := range list {
		ids[i] = q.post
	}
	files, err := attachment.OfPostsTx(tx, ids)
	for i, q := range list {
		list[i].Files = files[q.post]
	}
	return err
}
