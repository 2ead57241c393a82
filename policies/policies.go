// Package policies holds the IT policies that come with the program, as text: one .rego file per policy and
// its tests beside it, in folders named for their domains; the schemas of what they read; and the control
// frameworks that they are mapped to.
//
// It embeds the files and knows nothing of what they say. The engine is handed the file system by whoever
// wires the program together.
package policies

import "embed"

// FS holds <domain>/<name>.rego, lib/, schemas/<kind>.json and frameworks/<id>.yaml.
//
//go:embed all:access all:backup all:change all:cost all:data all:governance all:hardening all:logging all:network all:patching all:people all:supply
//go:embed all:lib all:schemas all:frameworks
var FS embed.FS
