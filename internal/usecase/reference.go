package usecase

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/path"
)

// References returns where the references in texts lead, as far as by may read what they
// lead to. Texts without references ask nothing. site is the public address of the forum.
func (a *Acts) References(ctx context.Context, by account.Viewer, site string, texts ...markdown.HTML) (out markdown.Referred, err error) {
	out.Site = site
	found := markdown.FindReferences(site, texts...)
	if found.None() {
		return out, nil
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		byKey, byID, err := library.ReferredTx(tx, by, found.Keys, found.Documents)
		if err != nil {
			return err
		}
		out.Keys, out.Documents = map[string]markdown.Reference{}, map[int64]markdown.Reference{}
		for key, d := range byKey {
			out.Keys[key] = documentReference(d)
		}
		for id, d := range byID {
			out.Documents[id] = documentReference(d)
		}
		titles, err := inquiry.NumberedTx(tx, by, found.Inquiries)
		out.Inquiries = map[string]markdown.Reference{}
		for _, x := range titles {
			out.Inquiries[x.Number] = markdown.Reference{Href: path.To(path.InquiryPage, x.Number), Title: x.Title}
		}
		return err
	})
	return out, err
}

func documentReference(d library.Entry) markdown.Reference {
	r := markdown.Reference{Href: path.LibraryDocument(d.ID, d.Title), Title: d.Title}
	if d.Standing.Outdated() {
		r.State = d.Standing.German()
	}
	return r
}
