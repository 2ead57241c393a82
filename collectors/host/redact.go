package host

import (
	"regexp"
	"strings"
)

// struckOut stands where a secret was.
const struckOut = "***"

// secretName matches the names of settings and variables that hold secrets.
var secretName = regexp.MustCompile(`(?i)(pass(word|wd|phrase)?|pwd|(^|[._-]|bind|root|admin|user|db)pw$|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|bearer|authorization|auth[-_]?key|[._-]key$)`)

// secretNames are the ends of names that hold secrets, as they occur in commands.
const secretNames = `[\w.-]*(?:passphrase|password|passwd|pass|pwd|bindpw|rootpw|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|authorization|auth[-_]?key)[\w-]*`

// secretAssignment matches name=value and name: value, secretOption --name value.
var (
	secretAssignment = regexp.MustCompile(`(?i)(` + secretNames + `\s*[=:]\s*)("[^"]*"|'[^']*'|(?:bearer|basic|token)\s+\S+|[^\s;&|]+)`)
	secretOption     = regexp.MustCompile(`(?i)(` + secretNames + `["']?\s+)("[^"]*"|'[^']*'|[^\s;&|=:-][^\s;&|]*)`)
)

// userInfo matches the user and password of an address.
var userInfo = regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://)[^/\s@]*@`)

// shortSecret matches options whose value is a secret: curl -u user:pass, mysql -psecret, sshpass -p secret.
var shortSecret = regexp.MustCompile(`(\b(?:curl|wget|http|https)\b[^|;&]*?\s(?:-u|--user)[= ]?\s*)(\S+)|(\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|sshpass|restic)\b[^|;&]*?\s-p\s?)([^\s-]\S*)`)

// knownToken matches tokens that can be told by their form.
var knownToken = regexp.MustCompile(`\b(?:AKIA[0-9A-Z]{16}|gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk_live_\w{10,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*)`)

// redact strikes out what may be a secret in a command or an address. It rather strikes too much.
func redact(text string) string {
	if text == "" {
		return text
	}
	text = userInfo.ReplaceAllString(text, "${1}"+struckOut+"@")
	text = shortSecret.ReplaceAllString(text, "${1}${3}"+struckOut)
	text = secretAssignment.ReplaceAllString(text, "${1}"+struckOut)
	text = secretOption.ReplaceAllString(text, "${1}"+struckOut)
	return knownToken.ReplaceAllString(text, struckOut)
}

// redactValue strikes out the value of a setting whose name sounds like a secret, and else what redact would.
func redactValue(name, value string) string {
	if value != "" && secretName.MatchString(name) && !isSwitch(value) {
		return struckOut
	}
	return redact(value)
}

// isSwitch says whether a value can hold no secret: yes, no, a short number.
func isSwitch(value string) bool {
	switch strings.ToLower(value) {
	case "yes", "no", "true", "false", "on", "off", "none", "never", "always":
		return true
	}
	return len(value) <= 5 && strings.Trim(value, "0123456789-") == ""
}
