package faq

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// MayReadTx says whether by may read a file of an article now: whoever may read the
// article, and of a former version its editors. Any other is missing. Called by package
// usecase only.
func MayReadTx(tx *db.Tx, by account.Viewer, file attachment.File) error {
	a, err := findArticle(tx, by, file.Subject.ID)
	if err == nil && !file.In(a.Version) && !a.CanEdit(by) {
		err = fault.Missing()
	}
	return err
}

func ofArticle(id int64) attachment.Subject {
	return attachment.Subject{Kind: attachment.Article, ID: id}
}

// allFiles returns the files of all versions of an article.
func allFiles(tx *db.Tx, id int64) ([]attachment.File, error) {
	files, err := attachment.Article.OfTx(tx, []int64{id})
	return files[id], err
}

// addFiles adds the files of the present version.
func (a *Article) addFiles(tx *db.Tx) error {
	files, err := allFiles(tx, a.ID)
	a.Files = attachment.Of(files, a.Version)
	return err
}
