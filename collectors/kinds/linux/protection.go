package linux

// Socket is one listening socket. Source: /proc/net/{tcp,tcp6,udp,udp6}.
type Socket struct {
	Protocol string `json:"protocol"` // "tcp" or "udp"
	Family   string `json:"family"`   // "ipv4" or "ipv6"
	Address  string `json:"address"`
	Port     int    `json:"port"`
	// Loopback is true when only this machine can reach it.
	Loopback bool `json:"loopback"`
	UID      int  `json:"uid"`
	// Process is the program that holds it; null when the kernel itself does.
	Process *string `json:"process"`
}

// File is one file that policies name. Source: stat(1).
type File struct {
	Path   string `json:"path"`
	Exists bool   `json:"exists"`
	// The rest is null when the file does not exist.
	Type  *string `json:"type"` // "file", "directory", "symlink", "other"
	Mode  *string `json:"mode"`
	UID   *int    `json:"uid"`
	GID   *int    `json:"gid"`
	Owner *string `json:"owner"`
	Group *string `json:"group"`
}

// FilesystemScan is one walk over the local file systems. Source: find(1) -xdev, within a budget.
type FilesystemScan struct {
	SUID          []ScannedFile `json:"suid"`
	SGID          []ScannedFile `json:"sgid"`
	WorldWritable []ScannedFile `json:"world_writable"`
	// NoStickyBit are the world-writable folders without it.
	NoStickyBit []ScannedFile `json:"no_sticky_bit"`
	Unowned     []ScannedFile `json:"unowned"`
}

// ScannedFile is one file of the scan.
type ScannedFile struct {
	Path string `json:"path"`
	Mode string `json:"mode"`
	UID  int    `json:"uid"`
	GID  int    `json:"gid"`
	// Packaged is true when the package manager installed it.
	Packaged bool `json:"packaged"`
}

// Firewall is the packet filter in force. Source: nft(8) -j list ruleset, iptables-save(8), ufw(8).
type Firewall struct {
	// Backends are the front ends and filters found with rules, sorted: "nftables", "iptables", "ufw", "firewalld".
	Backends []string `json:"backends"`
	// Chains are the base chains of the filter by hook ("input", "forward", "output"), IPv4 and inet.
	Chains map[string]FirewallChain `json:"chains"`
	// ChainsIPv6 are the same for IPv6; an inet table counts in both.
	ChainsIPv6 map[string]FirewallChain `json:"chains_ipv6"`
	// LoopbackAccepted is true when a rule accepts all traffic on lo.
	LoopbackAccepted bool `json:"loopback_accepted"`
	RuleCount        int  `json:"rule_count"`
}

// FirewallChain is the policy of one base chain and how many rules it has. Policy is "accept" or "drop".
// A last rule that drops or rejects everything counts as policy "drop".
type FirewallChain struct {
	Policy string `json:"policy"`
	Rules  int    `json:"rules"`
}

// TimeSync is how the clock is kept right. Source: chrony.conf(5), timesyncd.conf(5), ntp.conf(5).
type TimeSync struct {
	// Daemons are "chrony", "systemd-timesyncd", "ntpsec", "openntpd" by name, those installed.
	Daemons map[string]TimeDaemon `json:"daemons"`
	// Synchronized is true when a daemon says that the clock is in step; null when it cannot be told.
	Synchronized *bool `json:"synchronized"`
}

// TimeDaemon is one of them.
type TimeDaemon struct {
	Active  bool     `json:"active"`
	Enabled bool     `json:"enabled"`
	Servers []string `json:"servers"`
	// User is the account that it runs as; null when the configuration does not say.
	User *string `json:"user"`
}

// Logging is where system messages go. Source: journald.conf(5), rsyslog.conf(5), logrotate(8).
type Logging struct {
	// Journald are the effective settings of [Journal] by key, drop-ins applied; a key that nothing sets is absent.
	Journald map[string]string `json:"journald"`
	// JournalPersistent is true when messages survive a reboot.
	JournalPersistent bool    `json:"journal_persistent"`
	Rsyslog           Rsyslog `json:"rsyslog"`
	// JournalUpload is true when systemd-journal-upload is enabled.
	JournalUpload bool `json:"journal_upload"`
	Logrotate     bool `json:"logrotate"`
	// Files are the regular files directly in /var/log by path.
	Files map[string]FileMode `json:"files"`
}

// Rsyslog is the syslog daemon.
type Rsyslog struct {
	Installed bool `json:"installed"`
	Enabled   bool `json:"enabled"`
	// Forwards are the remote destinations, as written.
	Forwards []string `json:"forwards"`
	// FileCreateMode is the mode of new log files, or null when nothing sets it.
	FileCreateMode *string `json:"file_create_mode"`
	// Listens is true when it takes messages from the network.
	Listens bool `json:"listens"`
}

// Audit is the audit system. Source: auditd.conf(5), audit.rules(7), auditctl(8).
type Audit struct {
	Installed bool `json:"installed"`
	Enabled   bool `json:"enabled"`
	Active    bool `json:"active"`
	// Config are the settings of auditd.conf by lower-case key.
	Config map[string]string `json:"config"`
	// OnDisk are the rules in the order that augenrules(8) loads them; Loaded those in the kernel.
	OnDisk []AuditRule `json:"on_disk"`
	Loaded []AuditRule `json:"loaded"`
	// Immutable is true when the rules on disk end with -e 2.
	Immutable bool `json:"immutable"`
	// LogFiles are the files in the audit log folder by path.
	LogFiles map[string]FileMode `json:"log_files"`
}

// AuditRule is one rule. A watch (-w) has Path and Permissions; a system call rule has Syscalls.
type AuditRule struct {
	Text        string   `json:"text"`
	Syscalls    []string `json:"syscalls"`
	Path        *string  `json:"path"`
	Permissions *string  `json:"permissions"`
	// Fields are the -F filters, sorted, as written.
	Fields []string `json:"fields"`
	Key    *string  `json:"key"`
}

// MAC is mandatory access control. Source: /sys/module/apparmor, aa-status(8), getenforce(8).
type MAC struct {
	AppArmor AppArmor `json:"apparmor"`
	// SELinux is "enforcing", "permissive" or "disabled".
	SELinux string `json:"selinux"`
}

// AppArmor is its state. Profiles are by name, each "enforce", "complain", "kill" or "unconfined".
type AppArmor struct {
	Installed bool              `json:"installed"`
	Enabled   bool              `json:"enabled"`
	Profiles  map[string]string `json:"profiles"`
	// Unconfined are the running programs that have a profile and do not run under it.
	Unconfined []string `json:"unconfined"`
}

// Certificate is one X.509 certificate that a service of this host uses. Source: RFC 5280.
type Certificate struct {
	Path               string   `json:"path"`
	Subject            string   `json:"subject"`
	Issuer             string   `json:"issuer"`
	NotBefore          string   `json:"not_before"`
	NotAfter           string   `json:"not_after"`
	KeyType            string   `json:"key_type"` // "rsa", "ecdsa", "ed25519", "dsa", "unknown"
	KeyBits            int      `json:"key_bits"`
	SignatureAlgorithm string   `json:"signature_algorithm"`
	SelfSigned         bool     `json:"self_signed"`
	CA                 bool     `json:"ca"`
	DNSNames           []string `json:"dns_names"`
	// SHA256 is the fingerprint, 64 hex digits.
	SHA256 string `json:"sha256"`
}
