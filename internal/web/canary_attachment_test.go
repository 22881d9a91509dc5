package web_test

import (
	"strings"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// file uploads a file whose name and content hold a canary.
func (a *aviary) file(by string, may ...string) []attachment.Choice {
	a.T.Helper()
	word := a.word(may...)
	f := a.Upload(by, strings.Fields(word)[1]+".txt", word)
	picture := a.Upload(by, strings.Fields(a.word(may...))[1]+".png", string(Picture()))
	a.files = append(a.files, path.Attachment(f.ID, f.Name), path.Attachment(picture.ID, picture.Name), path.ThumbnailOf(picture.ID, picture.Name))
	return []attachment.Choice{{ID: f.ID}, {ID: picture.ID}}
}

// reply answers with files.
func (a *aviary) reply(by string, thread int64, may ...string) int64 {
	a.T.Helper()
	a.note("thema", thread)
	files := a.file(by, may...)
	files[1].Alt = a.word(may...)
	id, err := a.Forum.Reply(a.Ctx, a.By(by), thread, forum.Reply{Text: "Anbei", Files: files})
	a.must(err)
	return id
}

// attachments are files of posts that not everybody may read.
func (a *aviary) attachments() {
	a.file(Ann, Ann) // not sent
	inMembers := a.Ask(Ann, Members, "Eine Frage mit Dateien", "Frage")
	a.reply(Bea, inMembers, signedIn...)
	a.reply(Insider, a.Ask(Insider, Exclusive, "Eine Frage mit Dateien im engen Kreis", "Frage"), Mod, Insider)
	moved := a.Ask(Ann, Members, "Eine Frage mit Dateien, die wandert", "Frage")
	a.reply(Ann, moved, Mod, Insider)
	a.must(a.Forum.Move(a.Ctx, a.By(Mod), moved, forum.Move{Board: a.Board(Exclusive), Reason: "Besser dort", Confirm: true}))

	open := a.Ask(Ann, Public, "Eine offene Frage mit Dateien", "Frage")
	a.must(a.Forum.Hide(a.Ctx, a.By(Mod), a.reply(Bea, open, Bea, Mod, Boss), "Verstößt gegen die Regeln"))
	withdrawn, err := a.Forum.Reply(a.Ctx, a.By(Bea), open, forum.Reply{Text: "Anbei", Files: a.file(Bea, Mod, Boss)}) // who may have to judge it
	a.must(err)
	a.must(a.Forum.Withdraw(a.Ctx, a.By(Bea), withdrawn))
	a.must(a.Forum.Blacken(a.Ctx, a.By(Mod), a.reply(Bea, open), 1, "Personenbezogene Daten"))
	a.must(a.Forum.EditPost(a.Ctx, a.By(Bea), a.reply(Bea, open), forum.Edit{Text: "Ohne Datei", Revision: 1}))
	a.openWithFiles = open
}

// heldAttachment is the file of a first reply that waits for a moderator.
func (a *aviary) heldAttachment() { a.reply(Editor, a.openWithFiles, Editor, Mod, Boss) }
