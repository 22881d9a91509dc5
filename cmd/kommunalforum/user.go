package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"kommunalforum/internal/account"
	"kommunalforum/internal/app"
	"kommunalforum/internal/board"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/config"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// user are the commands about accounts.
type user struct {
	Create   userCreate   `cmd:"" help:"Ein Konto anlegen."`
	List     userList     `cmd:"" help:"Alle Konten auflisten."`
	Disable  userDisable  `cmd:"" help:"Ein Konto sperren; alle seine Sitzungen enden."`
	Factors  userFactors  `cmd:"" help:"App, Passkeys und Wiederherstellungscodes eines Kontos entfernen, wenn sie verloren sind."`
	Password userPassword `cmd:"" help:"Ein Passwort setzen oder einen Einmal-Link dafür ausgeben."`
}

type userCreate struct {
	cli.Folder
	cli.Creating
	Email        string         `required:"" placeholder:"ADRESSE" help:"E-Mail-Adresse zum Anmelden."`
	Name         string         `required:"" help:"Name, wie er neben Beiträgen steht."`
	Function     string         `help:"Funktion in der Organisation."`
	Organisation string         `required:"" placeholder:"AGS|NAME" help:"Kommune oder Kreis nach AGS oder Namen, oder eine bekannte Organisation."`
	Kind         string         `placeholder:"ART" help:"Art einer neuen Organisation: it-provider, umbrella-association, company …"`
	State        string         `placeholder:"LAND" help:"Land einer neuen Organisation."`
	Role         string         `required:"" enum:"member,moderator,faq-editor,programme,admin" help:"Rolle: member, moderator, faq-editor, programme oder admin."`
	Board        string         `placeholder:"KENNUNG" help:"Bereich, auf den die Rolle sich beschränkt, etwa bauen-wohnen."`
	BaseURL      config.BaseURL `name:"base-url" default:"http://localhost:8080" help:"Öffentliche Adresse für den Einmal-Link."`
}

// Run creates the account, and in an empty folder the forum with it. The
// password comes from standard input; without one a one-time link is printed.
func (u userCreate) Run(ctx context.Context, p cli.Program) error {
	made, err := app.Create(ctx, u.Config(), p.Log, u.New, func(a *app.App) error { return u.create(ctx, p, a) })
	if err != nil || made {
		return err
	}
	a, err := u.Open(ctx, p)
	if err != nil {
		return err
	}
	defer a.Close()
	return u.create(ctx, p, a)
}

func (u userCreate) create(ctx context.Context, p cli.Program, a *app.App) error {
	org, err := u.organisation(ctx, a)
	if err != nil {
		return err
	}
	grant := account.Grant{Role: account.Role(u.Role)}
	if u.Board != "" {
		ids, err := a.Boards.IDs(ctx)
		if err != nil {
			return err
		}
		if grant.Board = ids[u.Board]; grant.Board == 0 {
			return board.ErrNoBoard(u.Board)
		}
	}
	password, err := passwordFrom(p.In)
	if err != nil {
		return err
	}
	person, token, err := a.Accounts.Create(ctx, account.NewPerson{Email: u.Email, Name: u.Name, Function: u.Function,
		Organisation: org, Password: password, Grants: []account.Grant{grant}})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Out, "Konto angelegt: %s, %s (%s)\n", person.Name, person.Organisation.Name, person.Email)
	printLink(p, u.BaseURL, token)
	return nil
}

func (u userCreate) organisation(ctx context.Context, a *app.App) (org organisation.Organisation, err error) {
	if u.Kind != "" {
		return a.Directory.Ensure(ctx, organisation.Organisation{Name: u.Organisation, Kind: organisation.Kind(u.Kind), State: u.State})
	}
	err = a.DB.Write(ctx, func(tx *db.Tx) error {
		org, err = organisation.ResolveTx(tx, u.Organisation)
		return err
	})
	return org, err
}

// passwordFrom reads the first line, "" when there is none.
func passwordFrom(in io.Reader) (string, error) {
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", fmt.Errorf("read password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// printLink says where somebody chooses a password. Without a public address the link
// leads nowhere on another machine.
func printLink(p cli.Program, base config.BaseURL, token string) {
	if token == "" {
		return
	}
	fmt.Fprintf(p.Out, "Passwort wählen (einmalig, %d Stunden gültig): %s\n", int(credential.LinkLife.Hours()), base.URL("/passwort/"+token))
	for _, s := range p.Settings {
		if s.Name == "base-url" && s.Origin == cli.FromDefault {
			fmt.Fprintf(p.Out, "Hinweis: Ohne --base-url beginnt der Link mit %s und gilt nur auf diesem Rechner. Ist das Forum anders zu "+
				"erreichen, ersetzen Sie diesen Anfang durch seine öffentliche Adresse.\n", base)
		}
	}
}

type userList struct{ cli.Folder }

// Run prints all accounts.
func (u userList) Run(ctx context.Context, p cli.Program) error {
	a, err := u.Open(ctx, p)
	if err != nil {
		return err
	}
	defer a.Close()
	people, err := a.Accounts.List(ctx)
	if err != nil {
		return err
	}
	boards, err := a.Boards.IDs(ctx)
	if err != nil {
		return err
	}
	slugs := map[int64]string{}
	for slug, id := range boards {
		slugs[id] = slug
	}
	w := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "E-Mail\tName\tOrganisation\tRollen\tZustand")
	for _, x := range people {
		state := "aktiv"
		if x.Disabled() {
			state = "gesperrt"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", x.Email, x.Name, x.Organisation.Name, rolesOf(x, slugs), state)
	}
	return w.Flush()
}

// rolesOf names what somebody is beside a member, each with its board.
func rolesOf(x account.Person, slugs map[int64]string) string {
	var names []string
	for _, g := range x.Grants {
		name := g.Role.German()
		if g.Board != 0 {
			name += " (" + slugs[g.Board] + ")"
		}
		if g.Role != account.Member {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return account.Member.German()
	}
	return strings.Join(names, ", ")
}

type userFactors struct {
	cli.Folder
	Email  string `required:"" placeholder:"ADRESSE"`
	Reason string `help:"Grund für das Protokoll."`
}

// Run takes the second factors away.
func (u userFactors) Run(ctx context.Context, p cli.Program) error {
	a, err := u.Open(ctx, p)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Accounts.ResetFactorsOf(ctx, u.Email, u.Reason); err != nil {
		return err
	}
	fmt.Fprintln(p.Out, "Der zweite Faktor ist zurückgesetzt; alle Sitzungen des Kontos sind beendet.")
	return nil
}

type userDisable struct {
	cli.Folder
	Email  string `required:"" placeholder:"ADRESSE"`
	Reason string `help:"Grund für das Protokoll."`
}

// Run closes the account.
func (u userDisable) Run(ctx context.Context, p cli.Program) error {
	a, err := u.Open(ctx, p)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Accounts.Disable(ctx, u.Email, u.Reason); err != nil {
		return err
	}
	fmt.Fprintln(p.Out, "Das Konto ist gesperrt.")
	return nil
}

type userPassword struct {
	cli.Folder
	Email   string         `required:"" placeholder:"ADRESSE"`
	BaseURL config.BaseURL `name:"base-url" default:"http://localhost:8080" help:"Öffentliche Adresse für den Einmal-Link."`
}

// Run sets the password from standard input or prints a one-time link.
func (u userPassword) Run(ctx context.Context, p cli.Program) error {
	a, err := u.Open(ctx, p)
	if err != nil {
		return err
	}
	defer a.Close()
	password, err := passwordFrom(p.In)
	if err != nil {
		return err
	}
	if password != "" {
		if err := a.SignIn.SetPassword(ctx, u.Email, password); err != nil {
			return err
		}
		fmt.Fprintln(p.Out, "Das Passwort ist gesetzt, alle Sitzungen sind beendet.")
		return nil
	}
	token, err := a.SignIn.PasswordLink(ctx, u.Email)
	if err != nil {
		return err
	}
	printLink(p, u.BaseURL, token)
	return nil
}
