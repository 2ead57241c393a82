package host

import (
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
)

// root is what most gaps of a host need.
const root = "root on the host"

// reasons are what the states mean that are words. CALL in what is needed stands for the command or the file, TOOL
// for its first word.
var reasons = map[string]collectors.Gap{
	"denied":    {Cause: collectors.Denied, Detail: "this user may not read it", Needs: root},
	"partly":    {Cause: collectors.Denied, Detail: "this user may not read all that lies in it", Needs: root},
	"cut":       {Cause: collectors.Truncated, Detail: "the session ended before this was read"},
	"truncated": {Cause: collectors.Truncated, Detail: "there is more than the limit"},
	"deep":      {Cause: collectors.Truncated, Detail: "includes are followed five levels deep, and no deeper"},
	"timeout":   {Cause: collectors.Timeout, Detail: "no answer within the time allowed"},
	"missing":   {Cause: collectors.ToolMissing, Detail: "the program is not installed", Needs: "TOOL on the host"},
	"absent": {
		Cause: collectors.NotFoundAmbiguous, Detail: "it is not there, and no Linux system goes without it", Needs: "a whole system, with CALL in it",
	},
	"included": {
		Cause: collectors.NotFoundAmbiguous, Detail: "it is included and was not found; sudo may know it by another name, such as %h for the host's",
	},
	"offline":   {Cause: collectors.Unsupported, Detail: "an image has no running system", Needs: "the running host"},
	"nosystemd": {Cause: collectors.Unsupported, Detail: "systemd does not run this system", Needs: "a system that systemd runs"},
	"nopackages": {
		Cause: collectors.Unsupported, Detail: "it holds no list of packages that can be read", Needs: "a system whose packages dpkg, apk or rpm keeps",
	},
	"rpm": {
		Cause: collectors.Unsupported, Detail: "the packages of an image are listed for dpkg and apk only", Needs: "the running host, where rpm lists them",
	},
	"norpm":        {Cause: collectors.ToolMissing, Detail: "rpm keeps the packages, and is not installed", Needs: "rpm on the host"},
	"noapt":        {Cause: collectors.Unsupported, Detail: "pending updates are read from APT only"},
	"nolists":      {Cause: collectors.Unsupported, Detail: "which files are of a package is known for dpkg and rpm only"},
	"nofetch":      {Cause: collectors.Unsupported, Detail: "no list of packages was ever fetched", Needs: "apt-get update on the host"},
	"nosecurityfs": {Cause: collectors.Unsupported, Detail: "securityfs is not mounted", Needs: "securityfs at /sys/kernel/security"},
	"outside":      {Cause: collectors.Unsupported, Detail: "a link leads out of the image"},
	"elsewhere":    {Cause: collectors.Unsupported, Detail: "only the folder /etc/ssh is searched for host keys"},
	"link":         {Cause: collectors.Unsupported, Detail: "it is a link, and the mode of a link says nothing"},
	"unread":       {Cause: collectors.Failed, Detail: "it is there, and its mode and owner were not told"},
	"unlooked":     {Cause: collectors.Failed, Detail: "it is not among what is looked at"},
	"other":        {Cause: collectors.Failed, Detail: "it is not a regular file"},
	"error":        {Cause: collectors.Failed, Detail: "the command did not come to its end"},
}

// reason turns a state into a gap without a place. Call is the command or the file. A state is a word of reasons,
// the exit code of a command, or "error: " with what went wrong.
func reason(state, call string) collectors.Gap {
	gap, known := reasons[state]
	code, err := strconv.Atoi(state)
	words, told := strings.CutPrefix(state, "error: ")
	switch {
	case known:
	case told:
		gap.Cause, gap.Detail = collectors.Failed, words
	case code == 124 || code == 137: // of timeout(1)
		gap = reasons["timeout"]
	case code == 141: // SIGPIPE: nobody wanted the rest
		gap = reasons["truncated"]
	case err == nil:
		gap.Cause, gap.Detail = collectors.Failed, "the command ended with exit code "+state
	default:
		gap.Cause, gap.Detail = collectors.Failed, "it ended with "+state
	}
	if state == "denied" && !strings.Contains(call, "/") {
		gap.Detail = "it answers only root" // a command, and no file
	}
	tool, _, _ := strings.Cut(call, " ")
	gap.Needs = strings.NewReplacer("TOOL", tool, "CALL", call).Replace(gap.Needs)
	gap.Call = call
	return gap
}
