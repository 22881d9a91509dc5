// Package signin lets people sign up, sign in and look after their account.
package signin

import (
	"log/slog"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/config"
	"kommunalforum/internal/export"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Config   config.Config
	Log      *slog.Logger
	Accounts *account.Accounts
	SignIn   *signin.Authenticator
	Joining  *membership.Joining
	Boards   *board.Boards
	Forum    *forum.Forum
	Acts     *usecase.Acts
	Export   *export.Exporter
}

// server serves the pages of this area.
type server struct {
	Deps
	kit       *page.Kit
	limits    limits
	providers []provider
}

// limits bound what one client may ask for. A whole town hall may come from one
// client address, so limits by it alone are wide. Signing in that succeeds does
// not count.
type limits struct {
	tries      *page.Limiter // attempts to sign in that fail, per client and mail address together
	addresses  *page.Limiter // the same per client address
	resets     *page.Limiter // links for new passwords asked for per client address
	joins      *page.Limiter // registrations per client address
	joinsADay  *page.Limiter // the same, over a day
	challenges *page.Limiter // challenges for passkeys asked for per client address
}

func newLimits() limits {
	return limits{
		tries:      page.NewLimiter(6, 2*time.Minute),
		addresses:  page.NewLimiter(60, 10*time.Second),
		resets:     page.NewLimiter(6, 2*time.Minute),
		joins:      page.NewLimiter(6, 2*time.Minute),
		joinsADay:  page.NewLimiter(60, 24*time.Minute),
		challenges: page.NewLimiter(300, time.Second), // the sign-in page asks for one whenever a browser can offer passkeys
	}
}

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d, kit: k, limits: newLimits(), providers: providersOf(d.Config)}
	open, byLink, members, ownAddress, evenPending, enrolling, reauthenticating := k.Open(), k.ByLink(), k.Members(), k.OwnAddress(),
		k.EvenPending(), k.Enrolling(), k.Reauthenticating()

	open.Get(path.SignIn, s.showSignIn)
	open.Post(path.SignIn, s.signIn)
	open.Post(path.SignInPasskeyTask, s.signInOptions)
	open.Post(path.SignInPasskey, s.signInByPasskey)
	open.Get(path.SignInProvider, s.beginIdentity)
	open.Get(path.ProviderReturn, s.finishIdentity)
	open.Get(path.SecondFactor, s.showSecondFactor)
	open.Post(path.SecondFactor, s.verifySecondFactor)
	open.Post(path.SecondFactorTask, s.secondFactorOptions)
	open.Post(path.SecondFactorPasskey, s.verifyPasskey)
	open.Post(path.SignOut, s.signOut)
	open.Get(path.ForgottenPassword, s.showForgotten)
	open.Post(path.ForgottenPassword, s.requestReset)
	byLink.Get(path.ChoosePassword, s.newPasswordByLink)
	byLink.Post(path.ChoosePassword, s.choosePassword)
	open.Get(path.SignUp, s.showSignUp)
	open.Post(path.SignUp, s.signUp)
	byLink.Get(path.Application, s.showApplication)
	byLink.Post(path.Application, s.confirmApplication)
	byLink.Get(path.Invitation, s.showInvitation)
	byLink.Post(path.Invitation, s.acceptInvitation)
	byLink.Get(path.AddressCheck, s.showCheck)
	byLink.Post(path.AddressCheck, s.confirmCheck)
	members.Get(path.Account, s.showAccount)
	members.Get(path.Name, s.showName)
	members.Post(path.Name, s.changeName)
	ownAddress.Get(path.Address, k.Guarded(account.GuardAddress, s.showAddress))
	ownAddress.Post(path.Address, k.Guarded(account.GuardAddress, s.changeAddress))
	ownAddress.Get(path.ConfirmAddress, s.showOwnAddressCheck)
	ownAddress.Post(path.ConfirmAddress, s.requestAddressCheck)
	members.Get(path.Colleagues, s.showColleagues)
	members.Post(path.Colleagues, s.invite)
	members.Post(path.RevokeInvitation, page.WithID(s.revokeInvitation))
	members.Post(path.Vouch, page.WithID(s.vouch))
	members.Post(path.EndSessions, s.endSessions)
	members.Post(path.StayAwake, s.stayAwake)
	members.Get(path.Password, k.Guarded(account.GuardPassword, s.newPassword))
	members.Post(path.Password, k.Guarded(account.GuardPassword, s.changePassword))
	evenPending.Get(path.Data, k.Guarded(account.GuardExport, s.askData))
	evenPending.Post(path.Data, k.Guarded(account.GuardExport, s.sendData))
	evenPending.Get(path.Leave, k.Guarded(account.GuardLeave, s.askLeave))
	evenPending.Post(path.Leave, k.Guarded(account.GuardLeave, s.leave))
	enrolling.Get(path.Security, s.showFactors)
	enrolling.Get(path.App, k.Guarded(account.GuardApp, s.showApp))
	enrolling.Post(path.App, k.Guarded(account.GuardApp, s.offerApp))
	enrolling.Post(path.ConfirmApp, k.Guarded(account.GuardApp, s.confirmApp))
	enrolling.Get(path.RemoveApp, k.Guarded(account.GuardRemoveApp, s.askRemoveApp))
	enrolling.Post(path.RemoveApp, k.Guarded(account.GuardRemoveApp, s.removeApp))
	enrolling.Get(path.RecoveryCodes, k.Guarded(account.GuardRecoveryCodes, s.showCodes))
	enrolling.Post(path.RecoveryCodes, k.Guarded(account.GuardRecoveryCodes, s.makeCodes))
	enrolling.Post(path.Passkeys, k.Guarded(account.GuardAddPasskey, s.addPasskey))
	enrolling.Post(path.PasskeyTask, k.Guarded(account.GuardAddPasskey, s.passkeyOptions))
	enrolling.Get(path.RenamePasskey, k.Guarded(account.GuardRenamePasskey, s.askRenamePasskey))
	enrolling.Post(path.RenamePasskey, k.Guarded(account.GuardRenamePasskey, s.renamePasskey))
	enrolling.Get(path.RemovePasskey, k.Guarded(account.GuardRemovePasskey, s.askRemovePasskey))
	enrolling.Post(path.RemovePasskey, k.Guarded(account.GuardRemovePasskey, s.removePasskey))
	enrolling.Post(path.UnlinkProvider, k.Guarded(account.GuardUnlinkProvider, s.unlinkIdentity))
	reauthenticating.Get(path.Reauthenticate, s.showReauthenticate)
	reauthenticating.Post(path.Reauthenticate, s.reauthenticate)
	reauthenticating.Post(path.ReauthenticateCode, s.reauthenticateByCode)
	reauthenticating.Post(path.ReauthenticateTask, s.secondFactorOptions)
	reauthenticating.Post(path.ReauthenticateKey, s.reauthenticateByPasskey)
}
