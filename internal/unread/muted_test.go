package unread_test

import (
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	. "kommunalforum/internal/testkit"
)

func TestWhatIsMutedIsNewInNoListAndNoCount(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	muted, heard := r.Ask(Bea, Members, "Eine stumme Frage", "Frage"), r.Ask(Bea, Members, "Eine andere Frage", "Frage")
	r.want("[bildung:2]")
	set := func(thread int64, l follow.Level) {
		r.must(r.DB.Write(r.Ctx, func(tx *db.Tx) error {
			return follow.SetTx(tx, r.By(Ann).ID, follow.Subject{Kind: follow.Thread, ID: thread}, l)
		}))
	}
	set(muted, follow.Muted)
	r.want("[bildung:1]")
	listed, err := r.Unread.Threads(r.Ctx, r.By(Ann), []int64{muted, heard})
	r.must(err)
	if listed[muted] || !listed[heard] {
		t.Errorf("in the list: %v", listed)
	}
	r.wantFirst(muted, r.Question(muted)) // its page still leads to what is unread
	r.sees(muted, 1)
	r.want("[bildung:1]")
	r.Reply(Bea, muted, "Eine Antwort")
	r.want("[bildung:1]")
	set(muted, follow.Default)
	r.want("[bildung:2]")
	reader{r.World, t, Mod}.want("[bildung:2]")
}
