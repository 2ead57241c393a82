package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/backup"
	"github.com/aws/aws-sdk-go-v2/service/backup/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func backupEntry() entry {
	return entry{
		service: "backup", scope: regional, kinds: []string{"aws.backup.plan", "aws.backup.resource", "aws.backup.settings", "aws.backup.vault"},
		actions: []string{
			"backup:GetBackupPlan", "backup:ListBackupPlans", "backup:ListBackupSelections", "backup:ListBackupVaults", "backup:ListProtectedResources",
			"backup:ListRestoreJobs", "backup:ListRestoreTestingPlans",
		},
		collect: func(ctx context.Context, v *visit, region string) error {
			client := backup.NewFromConfig(v.in(region))
			for _, read := range []func(context.Context, *backup.Client, string) error{v.vaults, v.protected, v.restores} {
				if err := read(ctx, client, region); err != nil {
					return err
				}
			}
			list := backup.NewListBackupPlansPaginator(client, &backup.ListBackupPlansInput{MaxResults: sdk.Int32(1000)})
			return each(ctx, v, listed{"Backup", "ListBackupPlans", region, "aws.backup.plan"}, list.HasMorePages,
				func() ([]types.BackupPlansListMember, *string, error) {
					page, err := list.NextPage(ctx)
					if err != nil {
						return nil, nil, err
					}
					return page.BackupPlansList, page.NextToken, nil
				},
				func(ctx context.Context, b types.BackupPlansListMember) error {
					return v.backupPlan(ctx, client, b, region)
				})
		},
	}
}

func (v *visit) vaults(ctx context.Context, client *backup.Client, region string) error {
	list := backup.NewListBackupVaultsPaginator(client, &backup.ListBackupVaultsInput{MaxResults: sdk.Int32(1000)})
	return each(ctx, v, listed{"Backup", "ListBackupVaults", region, "aws.backup.vault"}, list.HasMorePages,
		func() ([]types.BackupVaultListMember, *string, error) {
			page, err := list.NextPage(ctx)
			if err != nil {
				return nil, nil, err
			}
			return page.BackupVaultList, page.NextToken, nil
		},
		func(_ context.Context, b types.BackupVaultListMember) error {
			facts := kinds.Vault{Points: int(b.NumberOfRecoveryPoints), KMSKey: nonEmpty(b.EncryptionKeyArn), Locked: sdk.ToBool(b.Locked)}
			if b.MinRetentionDays != nil {
				facts.MinDays = sdk.Int(int(*b.MinRetentionDays))
			}
			return v.emit(collectors.Head{
				Kind: "aws.backup.vault", ID: sdk.ToString(b.BackupVaultArn), Name: sdk.ToString(b.BackupVaultName), Region: region,
			}, facts, partial{})
		})
}

func (v *visit) backupPlan(ctx context.Context, client *backup.Client, b types.BackupPlansListMember, region string) error {
	facts := kinds.BackupPlan{LastRun: moment(b.LastExecutionDate)}
	var p partial
	out, err := client.GetBackupPlan(ctx, &backup.GetBackupPlanInput{BackupPlanId: b.BackupPlanId})
	if p.ok(err, "rules") && p.has(out.BackupPlan != nil, "Backup", "GetBackupPlan", "rules") {
		for _, r := range out.BackupPlan.Rules {
			rule := kinds.BackupRule{Name: sdk.ToString(r.RuleName), Schedule: sdk.ToString(r.ScheduleExpression), Vault: sdk.ToString(r.TargetBackupVaultName)}
			if r.Lifecycle != nil && r.Lifecycle.DeleteAfterDays != nil {
				rule.KeepDays = sdk.Int(int(*r.Lifecycle.DeleteAfterDays))
			}
			for _, c := range r.CopyActions {
				rule.Copies = append(rule.Copies, sdk.ToString(c.DestinationBackupVaultArn))
			}
			facts.Rules = append(facts.Rules, rule)
		}
	}
	list := backup.NewListBackupSelectionsPaginator(client, &backup.ListBackupSelectionsInput{BackupPlanId: b.BackupPlanId})
	p.ok(v.pages("Backup", "ListBackupSelections", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		facts.Selections += len(page.BackupSelectionsList)
		return page.NextToken, nil
	}), "selections")
	return v.emit(collectors.Head{
		Kind: "aws.backup.plan", ID: sdk.ToString(b.BackupPlanArn), Name: sdk.ToString(b.BackupPlanName), Region: region,
	}, facts, p)
}
