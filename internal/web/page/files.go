package page

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/queue"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// A form to which files can be attached names those that were uploaded, by their ids, and
// takes more. A file is uploaded before the form is looked at: whatever becomes of the
// form, it comes back with the files that it has.

// Fields of a form with attachments.
const (
	attachedField = draft.AttachmentField // ids of uploads, in their order
	altField      = "alternativtext"      // what each of them shows
	filesField    = "dateien"             // new files
	detachField   = "anhang_entfernen"    // id of an upload; the value of its button
	quoteField    = "zitat"               // id of a post that a reply quotes; the value of its button
	uploadAction  = "anhaengen"           // of the button that uploads and shows the form again
)

// Forms with files that are received at the same time, and how many of them one member
// has. They are written to disk as they come.
const (
	maxReceiving      = 16
	maxReceivingOfOne = 2
	maxFilesAtOnce    = attachment.MaxPerPost
	filesAtOnce       = 5 // of the largest size allowed
)

const tooManyFiles = "Auf einmal können Sie höchstens zehn Dateien hochladen."

var errFilesBusy = fault.Busy(uploadWait, "Gerade werden viele Dateien auf einmal hochgeladen. Bitte versuchen Sie es in ein paar Sekunden "+
	"noch einmal, und wählen Sie die Dateien dabei erneut aus.")

// maxForm is how many bytes a form with files may have.
func (k *Kit) maxForm() int64 { return maxReturned + filesAtOnce*k.Attached.Limits().FileBytes() }

func (k *Kit) fileTooLarge() string {
	return fmt.Sprintf("Eine Datei darf höchstens %d\u00a0MB haben.", k.Attached.Limits().FileMB)
}

func (k *Kit) formTooLarge() string {
	return fmt.Sprintf("Auf einmal können Sie höchstens %d\u00a0MB hochladen.", filesAtOnce*k.Attached.Limits().FileMB)
}

// receive lets the files of the form be received that the request sends, if there is a
// place for them. leave must be called when the request is answered.
func (k *Kit) receive(c *Context) (leave func()) {
	if !c.isMultipart() || c.again() != nil || !c.Viewer().SignedIn() || c.fromOtherSite() {
		return func() {}
	}
	into := &receiving{}
	c.Set(receivingValue, into)
	free, err := k.receivers.Enter(c.Ctx(), c.Viewer().ID)
	if err != nil {
		into.busy = errors.Is(err, queue.ErrFull)
		return func() {}
	}
	into.take = true
	return func() {
		free()
		for _, f := range into.files {
			if f.content != nil {
				f.content.Drop()
			}
		}
	}
}

// uploading uploads the files of a form before h looks at it.
func (k *Kit) uploading(h Handler) Handler {
	return func(c *Context) error {
		if into := c.receiving(); into != nil && c.again() == nil {
			if into.busy && into.some {
				return errFilesBusy
			}
			if err := k.upload(c, into.files); err != nil {
				return err
			}
		}
		if c.again() == nil {
			if err := k.detach(c); err != nil {
				return err
			}
		}
		return h(c)
	}
}

// describe asks once for what a new picture shows (EN 301 549, 11.8.2).
const describe = "Noch nicht abgeschickt: Bitte schreiben Sie dazu, was auf dem Bild zu sehen ist, für Menschen, die es nicht sehen. Ist es nur " +
	"Schmuck, lassen Sie das Feld leer und senden Sie noch einmal ab."

const fileProblemsValue = "file problems"

// upload makes attachments of the files, and names them in the form.
func (k *Kit) upload(c *Context, files []received) error {
	form := c.Request.PostForm
	var problems templates.Problems
	undescribed := false
	for _, f := range files {
		if f.content != nil && len(form[attachedField]) >= attachment.MaxPerPost {
			f.refusal = attachment.TooMany
		}
		if f.content != nil && f.refusal == "" {
			file, err := k.Attached.Upload(c.Ctx(), c.Viewer(), f.name, f.content)
			if err != nil {
				if f.refusal = refusalOf(err); f.refusal == "" {
					return err
				}
			} else {
				form.Add(attachedField, strconv.FormatInt(file.ID, 10))
				form.Add(altField, "")
				undescribed = undescribed || file.Image()
			}
		}
		if f.refusal != "" {
			problems = append(problems, templates.Problem{Field: filesField,
				Text: fmt.Sprintf("„%s“ haben wir nicht angenommen. %s", attachment.CleanName(f.name), f.refusal)})
		}
	}
	if undescribed && asksToKeep(form.Get("aktion")) {
		problems = append(problems, templates.Problem{Field: altField, Text: describe})
	}
	c.Set(fileProblemsValue, problems)
	return nil
}

// asksToKeep reports whether a button sends or saves the text, and not only shows the form
// again.
func asksToKeep(action string) bool {
	return action != "" && action != uploadAction && action != "vorschau"
}

// refusalOf says why a file was refused, "" if that was not for the file.
func refusalOf(err error) string {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.TooMany, fault.Unready:
		if found := fault.ProblemsOf(err); len(found) > 0 {
			return found[0].Sentence
		}
		return fault.SentenceOf(err)
	}
	return ""
}

// detach takes the file out of the form whose button was pressed.
func (k *Kit) detach(c *Context) error {
	form := c.Request.PostForm
	at := slices.Index(form[attachedField], form.Get(detachField))
	if at < 0 {
		return nil
	}
	id, err := strconv.ParseInt(form.Get(detachField), 10, 64)
	if err != nil {
		return nil
	}
	form[attachedField] = slices.Delete(form[attachedField], at, at+1)
	if at < len(form[altField]) {
		form[altField] = slices.Delete(form[altField], at, at+1)
	}
	err = k.Attached.Discard(c.Ctx(), c.Viewer(), id)
	if fault.Is(err, fault.NotFound) { // it belongs to the post that is edited, until that is saved
		err = nil
	}
	return err
}

// Files are the attachments of a form.
type Files struct {
	Chosen   []attachment.Choice
	Field    templates.FilesField
	Problems templates.Problems // with files that were refused
	Stay     bool               // the form comes back: a file was refused, or a button of the files was pressed
}

// Files returns the attachments that the form of the request names: uploads of the viewer,
// and those of had, which the text has that the form changes. Those that are gone are left
// out.
func (c *Context) Files(had ...attachment.File) (out Files, err error) {
	form := c.Request.PostForm
	alt := map[int64]string{}
	var ids []int64
	tooMany := false
	for i, text := range form[attachedField] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || slices.Contains(ids, id) {
			continue
		}
		if tooMany = len(ids) >= attachment.MaxPerPost; tooMany {
			break
		}
		ids = append(ids, id)
		if i < len(form[altField]) {
			alt[id] = strings.TrimSpace(form[altField][i])
		}
	}
	list, err := c.kit.Attached.Own(c.Ctx(), c.Viewer(), ids)
	if err != nil {
		return out, err
	}
	for _, f := range had {
		if slices.Contains(ids, f.ID) && !slices.ContainsFunc(list, func(own attachment.File) bool { return own.ID == f.ID }) {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b attachment.File) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	for i := range list {
		list[i].Alt = alt[list[i].ID]
	}
	out = c.FilesOf(list)
	out.Problems, _ = c.Value(fileProblemsValue).(templates.Problems)
	if gone := len(ids) - len(list); gone > 0 {
		out.Problems = append(out.Problems, templates.Problem{Field: filesField, Text: "Ein Anhang ist nicht mehr da. Bitte wählen Sie die Datei " +
			"noch einmal aus."})
	}
	if tooMany {
		out.Problems = append(out.Problems, templates.Problem{Field: filesField, Text: attachment.TooMany + " Die ersten zehn stehen noch im " +
			"Formular."})
	}
	out.Stay = len(out.Problems) > 0 || c.FormText("aktion") == uploadAction || form.Get(detachField) != ""
	out.Field.Error = out.Problems.For(filesField)
	return out, nil
}

// FilesOf returns the attachments of a form that shows these files.
func (c *Context) FilesOf(list []attachment.File) (out Files) {
	limits := c.kit.Attached.Limits()
	out.Field.Accept = strings.Join(c.kit.Attached.Extensions(), ",")
	out.Field.Hint = fmt.Sprintf("Höchstens zehn Dateien mit je %d\u00a0MB. %s", limits.FileMB, c.kit.Attached.Accepted())
	for _, f := range list {
		out.Chosen = append(out.Chosen, attachment.Choice{ID: f.ID, Alt: f.Alt})
		out.Field.Files = append(out.Field.Files, AttachedFile(f))
	}
	return out
}

// AttachedFile shows an attachment.
func AttachedFile(f attachment.File) templates.Attached {
	out := templates.Attached{ID: strconv.FormatInt(f.ID, 10), Name: f.Name, Kind: f.Kind(), Size: f.Size, Href: path.Attachment(f.ID, f.Name),
		Alt: f.Alt}
	if f.Image() {
		out.Small = path.ThumbnailOf(f.ID, f.Name)
		out.Width, out.Height = f.SmallSize()
	}
	return out
}

// FileNames names files in a line.
func FileNames(list []attachment.File) string {
	names := make([]string, len(list))
	for i, f := range list {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

// AttachedFiles shows the attachments of a post, whose text may show some of them.
func AttachedFiles(list []attachment.File, text markdown.HTML) (out []templates.Attached) {
	for _, f := range list {
		a := AttachedFile(f)
		a.InText = strings.Contains(string(text), `<img src="/anhang/`+a.ID+"/")
		out = append(out, a)
	}
	return out
}
