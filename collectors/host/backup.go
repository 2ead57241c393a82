package host

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

// backupTools maps packages to the tools that they bring.
var backupTools = map[string]string{
	"restic": "restic", "borgbackup": "borg", "borgmatic": "borgmatic", "duplicity": "duplicity", "duply": "duply",
	"bacula-fd": "bacula", "bareos-filedaemon": "bareos", "amanda-client": "amanda", "rsnapshot": "rsnapshot",
	"rdiff-backup": "rdiff-backup", "backupninja": "backupninja", "deja-dup": "deja-dup", "timeshift": "timeshift",
	"snapper": "snapper", "kopia": "kopia", "duplicati": "duplicati", "pgbackrest": "pgbackrest", "barman": "barman",
	"proxmox-backup-client": "proxmox-backup", "rclone": "rclone", "dirvish": "dirvish", "burp": "burp",
	"urbackup-client": "urbackup", "automysqlbackup": "automysqlbackup", "autopostgresqlbackup": "autopostgresqlbackup",
	"bup": "bup", "obnam": "obnam", "storebackup": "storebackup", "veeam": "veeam", "mysqldump-secure": "mysqldump-secure",
	"btrbk": "btrbk", "sanoid": "sanoid", "zfs-auto-snapshot": "zfs-auto-snapshot", "autorestic": "autorestic",
}

var (
	backupCommand = regexp.MustCompile(`(?:^|[\s/;&|"'=(])(restic|autorestic|borgmatic|borg|duplicity|duply|bconsole|amdump|rsnapshot|rdiff-backup|backupninja|snapper|kopia|duplicati-cli|pgbackrest|barman|proxmox-backup-client|rclone|dirvish|burp|automysqlbackup|autopostgresqlbackup|bup|btrbk|sanoid|pg_dump|pg_dumpall|pg_basebackup|mysqldump|mariadb-dump|mariabackup|xtrabackup|mongodump)(?:[\s;&|"')]|$)`)
	backupName    = regexp.MustCompile(`(?i)backup|restic|borg|duplicity|rsnapshot|kopia|pgbackrest|barman|snapper|btrbk|sanoid`)
	// ownCopies are jobs of the distribution that copy the package manager's or the system's own state.
	ownCopies = regexp.MustCompile(`dpkg-db-backup|/cron\.daily/(dpkg|passwd|apt-compat|aptitude)$|dpkg/dpkg-db-backup`)
)

func tellBackup(r *reading, e *emitter) {
	g := gaps{r: r}
	var facts linux.Backup
	packages := r.section("packages")
	g.at(at("tools"), packages.state, "/var/lib/dpkg/status")
	table := packageTable(packages.text)
	for name := range table.Installed {
		if tool, known := backupTools[name]; known {
			facts.Tools = append(facts.Tools, tool)
		}
	}
	slices.Sort(facts.Tools)
	facts.Tools = slices.Compact(facts.Tools)
	jobs := gaps{r: r}
	for _, job := range cronJobs(&jobs) {
		command := job.Command
		if job.Line == 0 { // a script of a cron folder: it is what runs
			command = job.File
		}
		tool, found := backupJob(command)
		if !found {
			continue
		}
		source := job.File
		if job.Line > 0 {
			source = fmt.Sprintf("%s:%d", job.File, job.Line)
		}
		facts.Schedules = append(facts.Schedules, linux.BackupSchedule{Source: source, Tool: tool, Command: job.Command, Active: true})
	}
	for _, gap := range jobs.list {
		gap.Path = "schedules"
		g.add(gap)
	}
	backupTimers(r, &g, &facts)
	e.one("linux.backup", facts, g)
}

// backupJob says whether a scheduled command makes backups, and by which tool ("" when only its name says so). A
// name counts where it is that of a program that runs, or stands beside a program that copies or starts another:
// "find /var/backups -delete" makes none.
func backupJob(command string) (tool string, found bool) {
	if ownCopies.MatchString(command) {
		return "", false
	}
	if known := backupCommand.FindStringSubmatch(command); known != nil {
		return known[1], true
	}
	for _, simple := range strings.FieldsFunc(command, func(r rune) bool { return strings.ContainsRune(";&|\n", r) }) {
		words := strings.Fields(simple)
		for len(words) > 0 && assignment.MatchString(words[0]) {
			words = words[1:]
		}
		if len(words) == 0 {
			continue
		}
		program := strings.Trim(path.Base(words[0]), `"'()`)
		if backupName.MatchString(program) || slices.Contains(copiers, program) && backupName.MatchString(simple) {
			return "", true
		}
	}
	return "", false
}

var assignment = regexp.MustCompile(`^\w+=`)

// copiers are programs that copy what they are given, or start a program that they are given.
var copiers = []string{
	"tar", "rsync", "cp", "scp", "sftp", "dd", "cpio", "zip", "7z", "zfs", "btrfs", "lvcreate", "aws", "gsutil", "az", "lftp", "dump", "xfsdump",
	"sh", "bash", "dash", "zsh", "env", "nice", "ionice", "chrt", "timeout", "flock", "sudo", "su", "runuser", "chronic", "systemctl", "systemd-run",
	"python", "python3", "perl", "ruby", "php", "node", "docker", "podman", "make", "run-parts",
}

// backupTimers adds the timers that are named for backup. Whether one is active is known only where systemd runs.
func backupTimers(r *reading, g *gaps, facts *linux.Backup) {
	t := r.units()
	g.at(at("schedules"), t.state, "systemctl list-unit-files")
	for _, name := range sortedKeys(t.units) {
		if !strings.HasSuffix(name, ".timer") || strings.HasSuffix(name, "@.timer") || ownCopies.MatchString(name) || !backupName.MatchString(name) {
			continue
		}
		unit := t.units[name]
		tool, _ := backupJob(strings.NewReplacer("-", " ", ".", " ", "@", " ").Replace(name))
		facts.Schedules = append(facts.Schedules, linux.BackupSchedule{
			Source: name, Tool: tool, Command: strings.TrimSuffix(name, ".timer") + ".service", Active: unit.Active,
		})
		g.at(at("schedules"), t.active, "systemctl is-active "+name)
	}
}
