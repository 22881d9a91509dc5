package forum

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// MayReadTx is nil for a file of a post whose text by may read now, or of a reply that
// waits if they may see it, and for evidence of a post about reports of which they decide.
// Any other is missing. Called by package usecase only.
func MayReadTx(tx *db.Tx, by account.Viewer, file attachment.File) error {
	switch file.Subject.Kind {
	case attachment.Post:
		e, t, err := findPost(tx, by, file.Subject.ID)
		judged := e.State == Withdrawn && t.CanModerate(by) // as its text, see Versions
		if err == nil && e.withheld(by, t) && !judged {
			err = fault.Missing()
		}
		return err
	case attachment.Evidence:
		e, t, err := findPost(tx, by, file.Subject.ID)
		if err == nil && !e.CanDecideReports(by, t) {
			err = fault.Missing()
		}
		return err
	case attachment.HeldReply:
		_, _, err := findPending(tx, by, file.Subject.ID)
		return err
	}
	return fault.Missing()
}

func ofPost(id int64) attachment.Subject { return attachment.Subject{Kind: attachment.Post, ID: id} }

// ofReported has what was removed from a post with open reports.
func ofReported(post int64) attachment.Subject {
	return attachment.Subject{Kind: attachment.Evidence, ID: post}
}

func ofHeld(id int64) attachment.Subject {
	return attachment.Subject{Kind: attachment.HeldReply, ID: id}
}

// attach gives a new post its files.
func attach(tx *db.Tx, by account.Viewer, post int64, files attachment.Chosen) error {
	if len(files) == 0 {
		return nil
	}
	if err := files.TakeTx(tx, by.ID, ofPost(post)); err != nil {
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
	if reported {
		err = files.SetAsideTx(tx, e.ID)
	} else {
		err = files.KeepOnlyTx(tx, ofPost(e.ID))
	}
	if err != nil {
		return err
	}
	if err := files.TakeTx(tx, by.ID, ofPost(e.ID)); err != nil {
		return err
	}
	return setAttachments(tx, e.ID, int64(len(files)))
}

// detach removes the files of a post for good, and what was removed from it since it was
// reported.
func detach(tx *db.Tx, post int64) error {
	if err := ofPost(post).RemoveTx(tx); err != nil {
		return err
	}
	if err := ofReported(post).RemoveTx(tx); err != nil {
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
	files, err := attachment.Post.OfTx(tx, ids)
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
	files, err := attachment.HeldReply.OfTx(tx, ids)
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
	files, err := attachment.Post.OfTx(tx, ids)
	for i, q := range list {
		list[i].Files = files[q.post]
	}
	return err
}
