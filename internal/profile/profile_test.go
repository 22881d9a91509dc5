package profile_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/picture"
	"kommunalforum/internal/profile"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func members(w *World, by string, f profile.Filter) (names []string) {
	w.T.Helper()
	list, _, err := w.Profiles.Members(w.Ctx, w.By(by), f)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, m := range list {
		names = append(names, m.Name)
	}
	return names
}

func save(w *World, by string, in profile.Input) error {
	p, err := w.Profiles.Own(w.Ctx, w.By(by))
	if err != nil {
		w.T.Fatal(err)
	}
	in.Revision = p.Revision
	return w.Profiles.Save(w.Ctx, w.By(by), in)
}

func TestPeopleAreFoundByWhatTheyKnow(t *testing.T) {
	t.Parallel()
	w := New(t)
	for by, in := range map[string]profile.Input{
		Ann:     {Boards: []int64{w.Board(Public), w.Board(Members)}, Services: []int64{10061}},
		Bea:     {Boards: []int64{w.Board(Public)}, About: "Ich **helfe** gern."},
		Insider: {Boards: []int64{w.Board(Exclusive)}},
	} {
		if err := save(w, by, in); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range []struct {
		by   string
		f    profile.Filter
		want string
	}{
		{Boss, profile.Filter{Board: w.Board(Public)}, "Anna Ahorn, Beate Birke"},
		{Boss, profile.Filter{Board: w.Board(Public), State: "Niedersachsen"}, "Anna Ahorn"},
		{Boss, profile.Filter{Service: 10061}, "Anna Ahorn"},
		{Boss, profile.Filter{Text: "birke"}, "Beate Birke"},
		{Boss, profile.Filter{Text: "probeland"}, "Beate Birke"},
		{Boss, profile.Filter{Text: "%"}, ""},
		{Guest, profile.Filter{}, ""},
		{Insider, profile.Filter{Board: w.Board(Exclusive)}, "Ines Iltis"},
		{Ann, profile.Filter{Board: w.Board(Exclusive)}, ""}, // for her there is no such board
	} {
		if got := strings.Join(members(w, x.by, x.f), ", "); got != x.want {
			t.Errorf("%q finds %q with %+v, want %q", x.by, got, x.f, x.want)
		}
	}
	for by, want := range map[string]int{Insider: 1, Mod: 1, Ann: 0} {
		p, err := w.Profiles.Show(w.Ctx, w.By(by), w.By(Insider).ID)
		if err != nil || len(p.Boards) != want {
			t.Errorf("%q sees %v, %v", by, p.Boards, err)
		}
	}
	if p, err := w.Profiles.Show(w.Ctx, w.By(Ann), w.By(Bea).ID); err != nil || !strings.Contains(string(p.HTML), "<strong>helfe</strong>") ||
		p.Email != "" || p.Source != "" {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := w.Profiles.Show(w.Ctx, w.By(Guest), w.By(Bea).ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a guest: %v", err)
	}
}

func TestContactIsShownOnlyIfWished(t *testing.T) {
	t.Parallel()
	w := New(t)
	if err := save(w, Ann, profile.Input{Function: "Amtsleitung", Phone: "0511 123-456"}); err != nil {
		t.Fatal(err)
	}
	p, err := w.Profiles.Show(w.Ctx, w.By(Bea), w.By(Ann).ID)
	if err != nil || p.Email != "" || p.Phone != "0511 123-456" || p.Function != "Amtsleitung" {
		t.Errorf("%+v, %v", p, err)
	}
	if err := save(w, Ann, profile.Input{ShowEmail: true}); err != nil {
		t.Fatal(err)
	}
	if p, err := w.Profiles.Show(w.Ctx, w.By(Bea), w.By(Ann).ID); err != nil || p.Email != Email(Ann) || p.Phone != "" {
		t.Errorf("%+v, %v", p, err)
	}
	if err := w.Accounts.Suspend(w.Ctx, w.By(Boss), w.By(Ann).ID, "Test"); err != nil {
		t.Fatal(err)
	}
	var id int64
	if err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		id, err = db.Scalar[int64](tx, `SELECT id FROM person WHERE email = $1`, Email(Ann))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if p, err := w.Profiles.Show(w.Ctx, w.By(Bea), id); err != nil || !p.Disabled || p.Email != "" || p.Function != "" {
		t.Errorf("closed: %+v, %v", p, err)
	}
	if got := members(w, Bea, profile.Filter{Text: "Ahorn"}); got != nil {
		t.Errorf("a closed account is listed: %v", got)
	}
}

func TestProfilesHaveLimits(t *testing.T) {
	t.Parallel()
	w := New(t)
	many := make([]int64, 30)
	for i := range many {
		many[i] = int64(i + 1)
	}
	for field, in := range map[string]profile.Input{
		"funktion":   {Function: "Leit\u202eung"},
		"text":       {About: strings.Repeat("a", profile.MaxAbout+1)},
		"telefon":    {Phone: "ruf mich an"},
		"bereiche":   {Boards: many},
		"leistungen": {Services: many},
	} {
		p := fault.ProblemsOf(save(w, Ann, in))
		if len(p) != 1 || p[0].Field != field {
			t.Errorf("%s: %v", field, p)
		}
	}
	if err := w.Profiles.Save(w.Ctx, w.By(Ann), profile.Input{Revision: 5}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a stale form: %v", err)
	}
}

// picture is 200 by 100, red at the left, green at the right.
func drawn() *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for y := range 100 {
		for x := range 200 {
			c := color.RGBA{200, 0, 0, 255}
			if x >= 100 {
				c = color.RGBA{0, 200, 0, 255}
			}
			p.Set(x, y, c)
		}
	}
	return p
}

func encoded(t *testing.T, kind string) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch kind {
	case "png":
		err = png.Encode(&b, drawn())
	case "gif":
		err = gif.Encode(&b, drawn(), nil)
	default:
		err = jpeg.Encode(&b, drawn(), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withExif puts an orientation and a word into a JPEG file.
func withExif(file []byte, orientation uint16, word string) []byte {
	exif := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + word)
	binary.LittleEndian.PutUint16(exif[6+18:], orientation)
	part := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return append(append(append([]byte{}, file[:2]...), append(part, exif...)...), file[2:]...)
}

func kept(t *testing.T, w *World, by string) []byte {
	t.Helper()
	p, err := w.Profiles.Own(w.Ctx, w.By(by))
	if err != nil || p.Portrait == "" {
		t.Fatalf("portrait %q, %v", p.Portrait, err)
	}
	file, err := w.Profiles.Portrait(w.Ctx, w.By(Bea), p.ID, p.Portrait)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Profiles.Portrait(w.Ctx, w.By(Guest), p.ID, p.Portrait); !fault.Is(err, fault.NotFound) {
		t.Errorf("a guest: %v", err)
	}
	return file
}

func TestOnlyThePixelsOfAPictureStay(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, kind := range []string{"png", "gif", "jpeg"} {
		if err := w.Profiles.SetPortrait(w.Ctx, w.By(Ann), append(encoded(t, kind), "<script>geheim</script>"...)); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		file := kept(t, w, Ann)
		conf, format, err := image.DecodeConfig(bytes.NewReader(file))
		if err != nil || format != "jpeg" || conf.Width != 320 || conf.Height != 320 || bytes.Contains(file, []byte("geheim")) {
			t.Errorf("%s: kept %s %dx%d, %v", kind, format, conf.Width, conf.Height, err)
		}
	}
	if err := w.Profiles.SetPortrait(w.Ctx, w.By(Ann), withExif(encoded(t, "jpeg"), 1, "GPS-Ort-geheim")); err != nil {
		t.Fatal(err)
	}
	if file := kept(t, w, Ann); bytes.Contains(file, []byte("geheim")) || bytes.Contains(file, []byte("Exif")) {
		t.Error("what the file told beside the picture is still there")
	}
	if err := w.Profiles.RemovePortrait(w.Ctx, w.By(Ann)); err != nil {
		t.Fatal(err)
	}
	if p, err := w.Profiles.Own(w.Ctx, w.By(Ann)); err != nil || p.Portrait != "" {
		t.Errorf("portrait %q, %v", p.Portrait, err)
	}
}

// TestPicturesStandUpright: of a file that is red at the left, green at the
// right, each orientation brings the red to its side.
func TestPicturesStandUpright(t *testing.T) {
	t.Parallel()
	w := New(t)
	const left, top, right, bottom = "links", "oben", "rechts", "unten"
	for orientation, want := range map[uint16]string{1: left, 2: right, 3: right, 4: left, 5: top, 6: top, 7: bottom, 8: bottom} {
		if err := w.Profiles.SetPortrait(w.Ctx, w.By(Ann), withExif(encoded(t, "jpeg"), orientation, "")); err != nil {
			t.Fatal(err)
		}
		p, err := jpeg.Decode(bytes.NewReader(kept(t, w, Ann)))
		if err != nil {
			t.Fatal(err)
		}
		for side, at := range map[string]image.Point{left: {10, 160}, top: {160, 10}, right: {310, 160}, bottom: {160, 310}} {
			r, g, _, _ := p.At(at.X, at.Y).RGBA()
			if side == want && r <= g {
				t.Errorf("orientation %d: red is not %s", orientation, want)
			}
		}
	}
}

func TestHostilePicturesAreRefused(t *testing.T) {
	t.Parallel()
	w := New(t)
	huge := encoded(t, "png")
	binary.BigEndian.PutUint32(huge[16:], 50_000) // width, its checksum is wrong now
	wide := encoded(t, "gif")
	binary.LittleEndian.PutUint16(wide[6:], 65_000)
	binary.LittleEndian.PutUint16(wide[8:], 65_000)
	for what, file := range map[string][]byte{
		"text":       []byte("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
		"nothing":    {},
		"half":       encoded(t, "jpeg")[:200],
		"pixels":     wide,
		"header":     huge,
		"bytes":      make([]byte, picture.MaxBytes+1),
		"magic only": []byte("\x89PNG\r\n\x1a\n"),
	} {
		if p := fault.ProblemsOf(w.Profiles.SetPortrait(w.Ctx, w.By(Ann), file)); len(p) != 1 || p[0].Field != "bild" {
			t.Errorf("%s: %v", what, p)
		}
	}
}

func TestNobodyFindsTheProfileOfWhoLeft(t *testing.T) {
	t.Parallel()
	w := New(t)
	if err := save(w, Ann, profile.Input{About: "Etwas über mich", Boards: []int64{w.Board(Public)}}); err != nil {
		t.Fatal(err)
	}
	w.Portrait(Ann)
	ann := w.By(Ann).ID
	if err := w.Acts.EraseAccount(w.Ctx, w.By(Boss), ann, true, "Auf eigenen Wunsch"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Profiles.Show(w.Ctx, w.By(Bea), ann); !fault.Is(err, fault.NotFound) {
		t.Errorf("the profile: %v", err)
	}
	if got := members(w, Bea, profile.Filter{Board: w.Board(Public)}); got != nil {
		t.Errorf("still listed: %v", got)
	}
}
