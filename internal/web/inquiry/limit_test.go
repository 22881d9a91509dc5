package inquiry_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	. "kommunalforum/internal/testkit"
)

// TestFormSearchesNoFasterThanPeopleType: the form for a question to the desk
// looks for similar ones, which costs as much as a search.
func TestFormSearchesNoFasterThanPeopleType(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Answered(Bea, Members)
	now, shown := w.DB.Now(w.Ctx).Add(time.Minute), 0
	similar := func(by string) bool {
		a := w.GetAt(by, "/fragen-an-das-programmmanagement/neu?titel="+url.QueryEscape("Wer trägt die Kosten des Betriebs?"), now)
		return strings.Contains(a.Body, "/offizielle-antworten/")
	}
	w.Soon("the search knows the answer", func() bool { now = now.Add(time.Minute); return similar(Bea) })
	for range 80 {
		if similar(Ann) {
			shown++
		}
	}
	if shown != 60 {
		t.Errorf("similar ones are shown %d times at one moment", shown)
	}
}
