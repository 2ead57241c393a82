package linux

// Host is the machine itself. Source: os-release(5), /proc/sys/kernel, /proc/cmdline.
type Host struct {
	Hostname string `json:"hostname"`
	OS       OS     `json:"os"`
	// Kernel is the running release, as uname -r prints it; null for an image.
	Kernel       *string `json:"kernel"`
	Architecture string  `json:"architecture"`
	// Container is true when the system shares its kernel with a host that is not itself.
	Container bool `json:"container"`
	// Cmdline are the running kernel's parameters by name; a flag without a value has the value "".
	Cmdline  map[string]string `json:"cmdline"`
	Timezone string            `json:"timezone"`
	// Now is the clock of the host when it was read, to the second.
	Now string `json:"now"`
	// CollectedUID is the numeric user that the collector ran as.
	CollectedUID int `json:"collected_uid"`
}

// OS is what os-release(5) says; fields are "" where it says nothing.
type OS struct {
	ID         string   `json:"id"`
	IDLike     []string `json:"id_like"`
	VersionID  string   `json:"version_id"`
	Codename   string   `json:"codename"`
	PrettyName string   `json:"pretty_name"`
}

// Sysctl is the table of kernel parameters. Source: /proc/sys, sysctl.d(5).
type Sysctl struct {
	// Running are the values in force, by dotted name.
	Running map[string]string `json:"running"`
	// Persistent are the values that the configuration sets at the next boot, by dotted name: the last
	// setting in the order of sysctl.d(5).
	Persistent map[string]SysctlSetting `json:"persistent"`
}

// SysctlSetting is one line of a sysctl configuration file.
type SysctlSetting struct {
	Value string `json:"value"`
	File  string `json:"file"`
	Line  int    `json:"line"`
}

// KernelModules is what can be loaded into the kernel and what is. Source: /proc/modules, modules.builtin,
// modprobe.d(5).
type KernelModules struct {
	// Available are the modules on disk for the running kernel, sorted, with underscores for hyphens.
	Available []string `json:"available"`
	// Builtin are the modules compiled into the kernel, sorted, named likewise.
	Builtin []string `json:"builtin"`
	// Modules are those that are loaded or named in modprobe.d, by name, named likewise.
	Modules map[string]KernelModule `json:"modules"`
}

// KernelModule is one module's state.
type KernelModule struct {
	Loaded bool `json:"loaded"`
	// Blacklisted is true when a blacklist line stops loading by alias.
	Blacklisted bool `json:"blacklisted"`
	// Disabled is true when an install line replaces loading by /bin/false or /bin/true.
	Disabled bool `json:"disabled"`
	// Install is the command of the install line, or null.
	Install *string `json:"install"`
}

// Mounts are the mounted file systems and the configured ones. Source: /proc/self/mountinfo, fstab(5).
type Mounts struct {
	// Mounted are by mount point; of several on one point the topmost.
	Mounted map[string]Mount `json:"mounted"`
	// Fstab are the lines of /etc/fstab by mount point; swap lines are left out.
	Fstab map[string]Mount `json:"fstab"`
	// Swap are the swap areas in use.
	Swap []SwapArea `json:"swap"`
}

// Mount is one file system at its place.
type Mount struct {
	Source string `json:"source"`
	Type   string `json:"type"`
	// Options are sorted, those of the mount and of the file system together.
	Options []string `json:"options"`
}

// SwapArea is one swap area. Encrypted is true when its device is a dm-crypt mapping or zram.
type SwapArea struct {
	Path      string `json:"path"`
	Encrypted bool   `json:"encrypted"`
}

// Disk is one mounted file system with storage behind it. Source: df(1), /sys/class/block.
type Disk struct {
	MountPoint    string `json:"mount_point"`
	Source        string `json:"source"`
	Type          string `json:"type"`
	SizeKB        int    `json:"size_kb"`
	UsedPercent   int    `json:"used_percent"`
	InodesPercent *int   `json:"inodes_percent"`
	// Encrypted is true when the device is, or stands on, a dm-crypt mapping.
	Encrypted bool `json:"encrypted"`
}

// Packages is what the package manager has installed. Source: dpkg-query(1), /var/lib/dpkg/status.
type Packages struct {
	Manager string `json:"manager"`
	// Installed are by name; a package of a foreign architecture is named name:architecture.
	Installed map[string]Package `json:"installed"`
}

// Package is one installed package.
type Package struct {
	Version      string `json:"version"`
	Architecture string `json:"architecture"`
	Source       string `json:"source"`
}

// Updates are what the package manager would upgrade now. Source: apt-get(8) -s dist-upgrade.
type Updates struct {
	// Pending are by package name.
	Pending map[string]Update `json:"pending"`
	// ListsAt is when the newest package list was fetched; null when there is none.
	ListsAt *string `json:"lists_at"`
}

// Update is one pending upgrade.
type Update struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Origin   string `json:"origin"`
	Security bool   `json:"security"`
}

// Reboot says whether the machine runs what is installed. Source: /run/reboot-required, /lib/modules, /boot.
type Reboot struct {
	Required bool     `json:"required"`
	Packages []string `json:"packages"`
	// RunningKernel is the running release; NewestKernel the newest that is installed, or null when none is.
	RunningKernel string  `json:"running_kernel"`
	NewestKernel  *string `json:"newest_kernel"`
}

// Services are the units of systemd. Source: systemctl(1), systemd.unit(5).
type Services struct {
	Manager string `json:"manager"`
	// Units are services, sockets and timers by full name, for example "ssh.service".
	Units map[string]Unit `json:"units"`
}

// Unit is one unit. Enabled is its unit-file state ("enabled", "disabled", "static", "masked", "generated", …).
type Unit struct {
	Enabled string `json:"enabled"`
	Active  bool   `json:"active"`
	Masked  bool   `json:"masked"`
}

// Boot is the boot loader's protection. Source: grub.cfg, reduced on the target to these facts.
type Boot struct {
	Loader         string  `json:"loader"`
	PasswordSet    bool    `json:"password_set"`
	ConfigMode     *string `json:"config_mode"`
	ConfigOwnerUID *int    `json:"config_owner_uid"`
	// SecureBoot is null where the firmware has none.
	SecureBoot *bool `json:"secure_boot"`
	// Cmdline are the kernel parameters that the configuration gives at the next boot; null when unknown to it.
	Cmdline map[string]string `json:"cmdline"`
}

// Cron are the jobs that run on a schedule. Source: crontab(5), systemd.timer(5).
type Cron struct {
	Jobs []CronJob `json:"jobs"`
	// Timers are the systemd timers by name; true when active.
	Timers map[string]bool `json:"timers"`
	// AllowExists and DenyExists say whether /etc/cron.allow and /etc/cron.deny are there.
	AllowExists bool `json:"allow_exists"`
	DenyExists  bool `json:"deny_exists"`
}

// CronJob is one line of a crontab or one script of a cron folder. Command has its secrets struck out.
type CronJob struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Schedule string `json:"schedule"`
	User     string `json:"user"`
	Command  string `json:"command"`
}

// Backup is what makes backups here. Source: packages, units and crontabs that name a known tool.
type Backup struct {
	// Tools are the known backup programs that are installed, sorted, for example "restic".
	Tools []string `json:"tools"`
	// Schedules are the jobs and timers that start one of them or are named for backup.
	Schedules []BackupSchedule `json:"schedules"`
}

// BackupSchedule is one scheduled backup. Source is a crontab's file:line or a timer's name.
type BackupSchedule struct {
	Source  string `json:"source"`
	Tool    string `json:"tool"`
	Command string `json:"command"`
	Active  bool   `json:"active"`
}

// Apt is how packages are fetched and trusted. Source: apt.conf(5), sources.list(5).
type Apt struct {
	// Settings are apt-config's flat settings by lower-case name; of a list, its items joined by a comma.
	Settings map[string]string `json:"settings"`
	Sources  []AptSource       `json:"sources"`
	// UnattendedUpgrades is true when the package is installed.
	UnattendedUpgrades bool `json:"unattended_upgrades"`
}

// AptSource is one repository. URI has no user name and password.
type AptSource struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`
	URI      string   `json:"uri"`
	Suite    string   `json:"suite"`
	Parts    []string `json:"parts"`
	SignedBy *string  `json:"signed_by"`
	// Trusted is true when the source is exempt from signature checks.
	Trusted bool `json:"trusted"`
	// Credentials is true when the line holds a user name or password.
	Credentials bool `json:"credentials"`
}
