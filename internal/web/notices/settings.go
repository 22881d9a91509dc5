package notices

import (
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/notices"
)

// showSettings shows how people want mail about notifications.
func (s *server) showSettings(c *page.Context) error {
	have, err := s.Notify.Settings(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	return s.settingsForm(c, have, have.AbsentUntil.German(), nil)
}

// saveSettings keeps what they chose. Kinds that the form did not offer stay.
func (s *server) saveSettings(c *page.Context) error {
	have, err := s.Notify.Settings(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	chosen := map[notify.Kind]notify.Rhythm{}
	for i, k := range have.Kinds {
		if field := notify.SettingField(k.Kind); c.Request.PostForm.Has(field) {
			have.Kinds[i].Rhythm = readRhythm(c.FormText(field))
			chosen[k.Kind] = have.Kinds[i].Rhythm
		}
	}
	if len(chosen) == 0 && !c.Request.PostForm.Has(notify.AbsenceField) {
		return fault.Reject("Bitte wählen Sie, wie oft E-Mails kommen sollen.")
	}
	absent := c.FormText(notify.AbsenceField)
	err = s.Notify.SaveSettings(c.Ctx(), c.Viewer(), chosen, absent)
	if wrong, ok := page.Problems(err); ok {
		return s.settingsForm(c, have, absent, wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.NoticeSettings, "mitteilungen")
}

func (s *server) settingsForm(c *page.Context, have notify.Settings, absent string, wrong templates.Problems) error {
	page := pages.Settings{
		Base: c.Base("Mitteilungen per E-Mail", templates.SectionNone, templates.Crumb{Href: path.Account, Text: "Mein Konto"},
			templates.Crumb{Text: "Mitteilungen"}),
		ByMail: s.ByMail, AbsentUntil: absent, Earliest: string(catalogue.DateOf(c.Now())), Problems: wrong,
	}
	page.NoIndex = true
	for _, g := range notify.Groups {
		group := pages.Group{ID: string(g), Heading: g.German()}
		for _, k := range have.Kinds {
			if k.Group == g {
				group.Choices = append(group.Choices, rhythmChoice(k, wrong))
			}
		}
		if len(group.Choices) > 0 {
			page.Groups = append(page.Groups, group)
		}
	}
	return c.RenderForm(wrong, pages.SettingsPage(page))
}

func rhythmChoice(k notify.Setting, wrong templates.Problems) templates.Choice {
	field := notify.SettingField(k.Kind)
	return templates.Choice{Name: field, Label: k.Label, Value: rhythmValue(k.Rhythm), Options: rhythmOptions(), Error: wrong.For(field)}
}

func rhythmOptions() (out []templates.Option) {
	for _, r := range notify.Rhythms {
		out = append(out, templates.Option{Value: rhythmValue(r), Text: r.German()})
	}
	return out
}

// never stands for notify.Never in forms, where an empty value would be no choice.
const never = "nie"

func rhythmValue(r notify.Rhythm) string {
	if r == notify.Never {
		return never
	}
	return string(r)
}

// readRhythm reads what rhythmValue wrote; an empty value is no rhythm.
func readRhythm(value string) notify.Rhythm {
	switch value {
	case never:
		return notify.Never
	case "":
		return "?"
	}
	return notify.Rhythm(value)
}
