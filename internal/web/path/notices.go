package path

// Mails about notifications.
const (
	NoticeSettings = "/konto/mitteilungen"
	Unsubscribe    = "/abbestellen/:token"
)
