package host

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
)

// A family makes the resources of some kinds from a reading.
type family struct {
	kinds []string
	tell  func(r *reading, e *emitter)
}

// families lists them all; their order does not matter.
func families() []family {
	return []family{
		{[]string{"linux.apt"}, tellApt},
		{[]string{"linux.audit"}, tellAudit},
		{[]string{"linux.backup"}, tellBackup},
		{[]string{"linux.boot"}, tellBoot},
		{[]string{"linux.certificate"}, tellCertificates},
		{[]string{"linux.cron"}, tellCron},
		{[]string{"linux.disk"}, tellDisks},
		{[]string{"linux.file"}, tellFiles},
		{[]string{"linux.filesystem_scan"}, tellScan},
		{[]string{"linux.firewall"}, tellFirewall},
		{[]string{"linux.host"}, tellHost},
		{[]string{"linux.kernel_modules"}, tellModules},
		{[]string{"linux.logging"}, tellLogging},
		{[]string{"linux.login"}, tellLogin},
		{[]string{"linux.mac"}, tellMAC},
		{[]string{"linux.mounts"}, tellMounts},
		{[]string{"linux.packages"}, tellPackages},
		{[]string{"linux.pam"}, tellPAM},
		{[]string{"linux.reboot"}, tellReboot},
		{[]string{"linux.services"}, tellServices},
		{[]string{"linux.socket"}, tellSockets},
		{[]string{"linux.sshd"}, tellSSHD},
		{[]string{"linux.sudo"}, tellSudo},
		{[]string{"linux.sysctl"}, tellSysctl},
		{[]string{"linux.time_sync"}, tellTimeSync},
		{[]string{"linux.updates"}, tellUpdates},
		{[]string{"linux.user", "linux.group"}, tellAccounts},
	}
}

// kindNames lists the kinds of all families, sorted.
func kindNames() []string {
	var out []string
	for _, f := range families() {
		out = append(out, f.kinds...)
	}
	slices.Sort(out)
	return out
}

// stages are the words for people while a section is read.
var stages = map[string]string{
	"host": "the host", "sysctl.d": "configuration files", "shadow": "accounts", "entries": "files and their modes",
	"sysctl": "kernel parameters", "packages": "packages", "sshd": "the SSH server",
	"units.files": "services", "units.disk": "services", "net": "sockets", "nft": "the firewall",
	"updates": "pending updates", "certificates": "certificates", "walk": "the file systems",
}

// cover counts for the coverage table: each section and each file is a call, by the group that the section's
// name begins with.
func cover(r *reading, sink collectors.Sink) {
	counts := map[string]*collectors.Coverage{}
	for name, s := range r.sections {
		group, _, _ := strings.Cut(name, ".")
		c := counts[group]
		if c == nil {
			c = &collectors.Coverage{Service: group}
			counts[group] = c
		}
		count(c, s.state)
		for _, f := range s.files {
			count(c, f.state)
		}
	}
	for _, group := range sortedKeys(counts) {
		sink.Cover(*counts[group])
	}
}

func count(c *collectors.Coverage, state string) {
	c.Calls++
	switch state {
	case "denied", "partly":
		c.Denied++
	case "0", "ok", "absent", "offline", "missing", "unasked", "cached", "other", "nopackages", "rpm", "norpm":
	default:
		c.Failed++
	}
}

// sortedKeys returns a map's keys in order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// at is short for collectors.PathOf.
func at(elements ...any) collectors.Path { return collectors.PathOf(elements...) }

// ptr returns a pointer to a copy.
func ptr[T any](value T) *T { return &value }
