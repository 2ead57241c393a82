package host

import "testing"

func TestWhatCountsAsABackupJob(t *testing.T) {
	for command, want := range map[string]bool{
		"restic backup /home":                           true,
		"/usr/local/sbin/backup-home":                   true,
		"/etc/cron.daily/backup":                        true,
		"nice -n 19 /opt/backup.sh":                     true,
		"bash -c '/root/backup'":                        true,
		"RATE=1 rsync -a /home backup@nas:/srv":         true,
		"tar czf /backup/home.tgz /home":                true,
		"cd / && pg_dump shop > /srv/shop.sql":          true,
		"find /var/backups -mtime +30 -delete":          false,
		"rm -rf /backup/old":                            false,
		"test -d /backup && du -sh /backup | mail root": false,
		"ls /srv/restic-old":                            false,
		"/usr/lib/cleanup":                              false,
		"/usr/libexec/dpkg/dpkg-db-backup":              false,
		"":                                              false,
	} {
		if _, got := backupJob(command); got != want {
			t.Errorf("%q counts as a backup: %v, want %v", command, got, want)
		}
	}
}
