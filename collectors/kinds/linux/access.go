package linux

// User is one account. Source: passwd(5), shadow(5) (reduced on the target, no hash leaves it).
type User struct {
	UID     int    `json:"uid"`
	GID     int    `json:"gid"`
	Comment string `json:"comment"`
	Home    Home   `json:"home"`
	Shell   string `json:"shell"`
	// LoginShell is true unless the shell is a program that only ends, as nologin and false do; no shell is /bin/sh.
	LoginShell bool `json:"login_shell"`
	// System is true when the uid is below UID_MIN or the user is nobody.
	System bool `json:"system"`
	// Groups are the names of all groups the user is in, the primary one too, sorted.
	Groups   []string `json:"groups"`
	Password Password `json:"password"`
	// AuthorizedKeys counts the keys in ~/.ssh/authorized_keys by type, for example "ssh-ed25519".
	AuthorizedKeys map[string]int `json:"authorized_keys"`
	// Dotfiles are the files that give others a way in: .rhosts, .netrc, .forward, by name.
	Dotfiles map[string]FileMode `json:"dotfiles"`
}

// Home is a user's home folder.
type Home struct {
	Path   string `json:"path"`
	Exists bool   `json:"exists"`
	// Mode and OwnerUID are null when it does not exist.
	Mode     *string `json:"mode"`
	OwnerUID *int    `json:"owner_uid"`
}

// FileMode is the protection of one file.
type FileMode struct {
	Mode     string `json:"mode"`
	OwnerUID int    `json:"owner_uid"`
}

// Password is the state of an account's password. Days are null where shadow(5) has none.
type Password struct {
	// InShadow is false when passwd(5) itself holds the password field.
	InShadow bool `json:"in_shadow"`
	// Empty is true when no password is needed; Locked when none can match.
	Empty  bool `json:"empty"`
	Locked bool `json:"locked"`
	// Algorithm is by the prefix of crypt(5): "yescrypt", "sha512", "sha256", "md5", "des", …; null without a hash.
	Algorithm *string `json:"algorithm"`
	// ChangedOn is the date of the last change, as YYYY-MM-DD.
	ChangedOn    *string `json:"changed_on"`
	MinDays      *int    `json:"min_days"`
	MaxDays      *int    `json:"max_days"`
	WarnDays     *int    `json:"warn_days"`
	InactiveDays *int    `json:"inactive_days"`
	ExpiresOn    *string `json:"expires_on"`
}

// Group is one group. Source: group(5).
type Group struct {
	GID int `json:"gid"`
	// Members are those listed in the group file, sorted; users with it as primary group are not among them.
	Members []string `json:"members"`
	// HasPassword is true when the group itself has a password.
	HasPassword bool `json:"has_password"`
}

// Login are the settings for every login. Source: login.defs(5), useradd(8), shells(5), profile files.
type Login struct {
	// Defs are the settings of /etc/login.defs by name, for example "PASS_MAX_DAYS".
	Defs map[string]string `json:"defs"`
	// Useradd are the settings of /etc/default/useradd by name, for example "INACTIVE".
	Useradd map[string]string `json:"useradd"`
	Shells  []string          `json:"shells"`
	// Umasks are the umask commands in /etc/profile, /etc/profile.d and /etc/bash.bashrc.
	Umasks []ShellSetting `json:"umasks"`
	// Timeouts are the assignments of TMOUT there, in seconds.
	Timeouts []ShellSetting `json:"timeouts"`
	// Banners are /etc/motd, /etc/issue and /etc/issue.net by path, those that exist.
	Banners map[string]Banner `json:"banners"`
	// RootPath are the folders of root's PATH as login.defs(5) gives it.
	RootPath []string `json:"root_path"`
	// CoreLimits are the "core" lines of limits.conf(5).
	CoreLimits []Limit `json:"core_limits"`
}

// ShellSetting is a value set by a shell start-up file.
type ShellSetting struct {
	Value string `json:"value"`
	File  string `json:"file"`
	Line  int    `json:"line"`
	// Readonly is true when the value cannot be changed later.
	Readonly bool `json:"readonly"`
}

// Banner says what a greeting tells a stranger.
type Banner struct {
	Empty bool `json:"empty"`
	// RevealsSystem is true when it prints the system's name, release or version.
	RevealsSystem bool `json:"reveals_system"`
}

// Limit is one line of limits.conf(5).
type Limit struct {
	Domain string `json:"domain"`
	Type   string `json:"type"`
	Value  string `json:"value"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// PAM is the authentication stack. Source: pam.conf(5), pam_pwquality(8), pam_faillock(8), pam_pwhistory(8).
type PAM struct {
	// Services are the files of /etc/pam.d by name, each with its lines in order; @include lines stay as
	// entries of type "include".
	Services map[string][]PAMEntry `json:"services"`
	// Pwquality, Faillock and Pwhistory are the modules' own configuration files by lower-case key; a flag
	// has the value "".
	Pwquality map[string]string `json:"pwquality"`
	Faillock  map[string]string `json:"faillock"`
	Pwhistory map[string]string `json:"pwhistory"`
}

// PAMEntry is one line. Type is auth, account, password, session or include.
type PAMEntry struct {
	Type    string   `json:"type"`
	Control string   `json:"control"`
	Module  string   `json:"module"`
	Args    []string `json:"args"`
	Line    int      `json:"line"`
}

// Sudo is who may become whom. Source: sudoers(5), with its includes.
type Sudo struct {
	Installed bool `json:"installed"`
	// Defaults are the global Defaults by name; a flag has the value "true", a negated one "false".
	Defaults map[string]string `json:"defaults"`
	Rules    []SudoRule        `json:"rules"`
}

// SudoRule is one user specification. Who is as written: a user, %group, or alias.
type SudoRule struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Who      string   `json:"who"`
	Hosts    string   `json:"hosts"`
	RunAs    string   `json:"run_as"`
	Commands []string `json:"commands"`
	NoPasswd bool     `json:"nopasswd"`
}

// SSHD is the SSH server. Source: sshd(8) -T, sshd_config(5).
type SSHD struct {
	Installed bool `json:"installed"`
	// Settings are the effective values by lower-case key, as sshd -T prints them, but for addressfamily and
	// listenaddress; empty when not installed.
	Settings map[string][]string `json:"settings"`
	// HostKeys are the private host keys by path.
	HostKeys map[string]FileMode `json:"host_keys"`
}
