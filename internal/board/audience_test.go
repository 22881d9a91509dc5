package board

import (
	"strings"
	"testing"
)

func TestOtherReaders(t *testing.T) {
	t.Parallel()
	open, members := Board{ID: 1, Name: "Offen", Audience: Public}, Board{ID: 2, Name: "Mitglieder", Audience: Members}
	few, others := Board{ID: 3, Name: "Kreis", Audience: Restricted}, Board{ID: 4, Name: "Andere", Audience: Restricted}
	for _, c := range []struct {
		from, to Board
		want     string // a part; "" for nobody
	}{
		{open, open, ""}, {few, few, ""}, {open, members, ""}, {members, Board{ID: 9, Audience: Members}, ""},
		{members, open, "mehr Menschen lesen als „Mitglieder“"}, {few, members, "mehr Menschen"}, {few, open, "mehr Menschen"},
		{open, few, "„Kreis“ ist beschränkt"}, {members, few, "„Kreis“ ist beschränkt"},
		{few, others, "„Andere“ lesen andere Menschen als „Kreis“"},
	} {
		got := OtherReaders(c.from, c.to)
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s to %s: %q, want %q", c.from.Name, c.to.Name, got, c.want)
		}
	}
}
