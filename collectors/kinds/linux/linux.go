// Package linux holds the kinds of a Linux server: one struct per kind, whose fields are its facts.
//
// The collector host fills them, policies read them, and the closed JSON Schemas in policies/schemas are made
// from them. Every field is always present: a pointer is null when the thing is absent by nature, a list or
// a map is then empty. What could not be read is left out and named by a gap, never guessed.
//
// Times are RFC 3339 in UTC; modes are octal text of four digits ("0640"); sizes are bytes unless the name
// says otherwise. Sources of the facts: the manual pages that each struct names.
package linux

import "github.com/assize/assize/collectors"

// Kinds lists the family.
func Kinds() []collectors.Kind {
	return []collectors.Kind{
		{Name: "linux.apt", Title: "APT configuration", Facts: Apt{}},
		{Name: "linux.audit", Title: "Audit system", Facts: Audit{}},
		{Name: "linux.backup", Title: "Backup tools", Facts: Backup{}},
		{Name: "linux.boot", Title: "Boot loader", Facts: Boot{}},
		{Name: "linux.certificate", Title: "Certificate", Facts: Certificate{}},
		{Name: "linux.cron", Title: "Scheduled jobs", Facts: Cron{}},
		{Name: "linux.disk", Title: "File system", Facts: Disk{}},
		{Name: "linux.file", Title: "File", Facts: File{}},
		{Name: "linux.filesystem_scan", Title: "File system scan", Facts: FilesystemScan{}},
		{Name: "linux.firewall", Title: "Firewall", Facts: Firewall{}},
		{Name: "linux.group", Title: "Group", Facts: Group{}},
		{Name: "linux.host", Title: "Host", Facts: Host{}},
		{Name: "linux.kernel_modules", Title: "Kernel modules", Facts: KernelModules{}},
		{Name: "linux.logging", Title: "System logging", Facts: Logging{}},
		{Name: "linux.login", Title: "Login settings", Facts: Login{}},
		{Name: "linux.mac", Title: "Mandatory access control", Facts: MAC{}},
		{Name: "linux.mounts", Title: "Mounts", Facts: Mounts{}},
		{Name: "linux.packages", Title: "Packages", Facts: Packages{}},
		{Name: "linux.pam", Title: "PAM", Facts: PAM{}},
		{Name: "linux.reboot", Title: "Pending reboot", Facts: Reboot{}},
		{Name: "linux.services", Title: "Services", Facts: Services{}},
		{Name: "linux.socket", Title: "Listening socket", Facts: Socket{}},
		{Name: "linux.sshd", Title: "SSH server", Facts: SSHD{}},
		{Name: "linux.sudo", Title: "Sudo", Facts: Sudo{}},
		{Name: "linux.sysctl", Title: "Kernel parameters", Facts: Sysctl{}},
		{Name: "linux.time_sync", Title: "Time synchronisation", Facts: TimeSync{}},
		{Name: "linux.updates", Title: "Pending updates", Facts: Updates{}},
		{Name: "linux.user", Title: "User", Facts: User{}},
	}
}
