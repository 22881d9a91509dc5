package path_test

import (
	"testing"

	"kommunalforum/internal/web/path"
)

func TestPatternsAreFilledInTheirOrder(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"/beitrag/456":              path.To(path.PostPage, int64(456)),
		"/beitrag/456/bearbeiten":   path.To(path.EditPost, int64(456)),
		"/thema/123-ein-titel":      path.Thread(123, "Ein Titel"),
		"/mitglieder/7/bild/ab12":   path.Portrait(7, "ab12"),
		"/passwort/{token}":         path.To(path.ChoosePassword, "{token}"),
		"/schreibtisch/FPM-1/x":     path.To(path.DeskAct("x"), "FPM-1"),
		"/offizielle-antworten/N/2": path.Answer("N", 2),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestTooFewOrTooManyValuesAreAMistake(t *testing.T) {
	t.Parallel()
	for _, values := range [][]int{nil, {1, 2}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%v fill a pattern of one value", values)
				}
			}()
			path.To(path.PostPage, values...)
		}()
	}
}
