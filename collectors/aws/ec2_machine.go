package aws

import (
	"cmp"
	"context"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// instances tells the virtual machines of a region that were not terminated.
func (v *visit) instances(ctx context.Context, client *ec2.Client, region string) error {
	list := ec2.NewDescribeInstancesPaginator(client, &ec2.DescribeInstancesInput{MaxResults: sdk.Int32(1000)})
	found, err := gather(ctx, v, "DescribeInstances", list, func(page *ec2.DescribeInstancesOutput) (found []types.Instance, next *string) {
		for _, r := range page.Reservations {
			found = append(found, r.Instances...)
		}
		return found, page.NextToken
	})
	if err != nil {
		v.kindGap(err, region, "aws.ec2.instance")
	}
	for _, i := range found {
		if i.State != nil && i.State.Name == types.InstanceStateNameTerminated {
			continue
		}
		id, tags := sdk.ToString(i.InstanceId), ec2Tags(i.Tags)
		head := collectors.Head{Kind: "aws.ec2.instance", ID: v.arn("ec2", region, "instance/"+id), Name: id, Region: region, Tags: tags}
		if tags["Name"] != "" {
			head.Name = tags["Name"] + " (" + id + ")"
		}
		if err := v.emit(head, instanceFacts(i), partial{}); err != nil {
			return err
		}
	}
	return nil
}

func instanceFacts(i types.Instance) kinds.Instance {
	facts := kinds.Instance{
		Type: string(i.InstanceType), Launched: sdk.ToString(moment(i.LaunchTime)), VPC: nonEmpty(i.VpcId), PublicAddress: nonEmpty(i.PublicIpAddress),
	}
	if i.State != nil {
		facts.State = string(i.State.Name)
	}
	if i.IamInstanceProfile != nil {
		facts.Profile = nonEmpty(i.IamInstanceProfile.Arn)
	}
	if i.Monitoring != nil {
		facts.DetailedMonitoring = i.Monitoring.State == types.MonitoringStateEnabled
	}
	for _, g := range i.SecurityGroups {
		facts.SecurityGroups = append(facts.SecurityGroups, sdk.ToString(g.GroupId))
	}
	slices.Sort(facts.SecurityGroups)
	facts.Metadata = kinds.Metadata{Enabled: true, Tokens: "optional", Hops: 1} // what holds where AWS says nothing
	if m := i.MetadataOptions; m != nil {
		facts.Metadata = kinds.Metadata{
			Enabled: m.HttpEndpoint != types.InstanceMetadataEndpointStateDisabled, Tokens: cmp.Or(string(m.HttpTokens), "optional"),
			Hops: int(sdk.ToInt32(m.HttpPutResponseHopLimit)),
		}
	}
	return facts
}

// volumes tells the EBS volumes of a region.
func (v *visit) volumes(ctx context.Context, client *ec2.Client, region string) error {
	list := ec2.NewDescribeVolumesPaginator(client, &ec2.DescribeVolumesInput{MaxResults: sdk.Int32(500)})
	found, err := gather(ctx, v, "DescribeVolumes", list, func(page *ec2.DescribeVolumesOutput) ([]types.Volume, *string) {
		return page.Volumes, page.NextToken
	})
	if err != nil {
		v.kindGap(err, region, "aws.ec2.volume")
	}
	for _, d := range found {
		id := sdk.ToString(d.VolumeId)
		facts := kinds.Volume{
			GiB: int(sdk.ToInt32(d.Size)), Type: string(d.VolumeType), Created: sdk.ToString(moment(d.CreateTime)),
			Encrypted: sdk.ToBool(d.Encrypted), KMSKey: nonEmpty(d.KmsKeyId), Attached: len(d.Attachments) > 0,
		}
		head := collectors.Head{Kind: "aws.ec2.volume", ID: v.arn("ec2", region, "volume/"+id), Name: id, Region: region, Tags: ec2Tags(d.Tags)}
		if err := v.emit(head, facts, partial{}); err != nil {
			return err
		}
	}
	return nil
}

// addresses tells the elastic IP addresses of a region.
func (v *visit) addresses(ctx context.Context, client *ec2.Client, region string) error {
	out, err := client.DescribeAddresses(ctx, nil)
	if err != nil {
		v.kindGap(err, region, "aws.ec2.address")
		return nil
	}
	for _, a := range out.Addresses {
		id := cmp.Or(sdk.ToString(a.AllocationId), sdk.ToString(a.PublicIp))
		facts := kinds.Address{PublicAddress: sdk.ToString(a.PublicIp), Used: nonEmpty(a.AssociationId) != nil || nonEmpty(a.InstanceId) != nil}
		head := collectors.Head{Kind: "aws.ec2.address", ID: v.arn("ec2", region, "elastic-ip/"+id), Name: facts.PublicAddress, Region: region, Tags: ec2Tags(a.Tags)}
		if err := v.emit(head, facts, partial{}); err != nil {
			return err
		}
	}
	return nil
}

// defaults tells what EC2 does by default in a region, and what of the account's is public there.
func (v *visit) defaults(ctx context.Context, client *ec2.Client, region string) error {
	var facts kinds.EC2Settings
	var p partial
	encryption, err := client.GetEbsEncryptionByDefault(ctx, nil)
	if p.ok(err, "volume_encryption") && p.has(encryption.EbsEncryptionByDefault != nil, "EC2", "GetEbsEncryptionByDefault", "volume_encryption") {
		facts.VolumeEncryption = *encryption.EbsEncryptionByDefault
	}
	metadata, err := client.GetInstanceMetadataDefaults(ctx, nil)
	if p.ok(err, "metadata_tokens") && metadata.AccountLevel != nil {
		facts.MetadataTokens = nonEmpty(sdk.String(string(metadata.AccountLevel.HttpTokens)))
	}
	snapshots, err := client.GetSnapshotBlockPublicAccessState(ctx, nil)
	if p.ok(err, "snapshot_block") && p.has(snapshots.State != "", "EC2", "GetSnapshotBlockPublicAccessState", "snapshot_block") {
		facts.SnapshotBlock = string(snapshots.State)
	}
	images, err := client.GetImageBlockPublicAccessState(ctx, nil)
	if p.ok(err, "image_block") && p.has(images.ImageBlockPublicAccessState != nil, "EC2", "GetImageBlockPublicAccessState", "image_block") {
		facts.ImageBlock = *images.ImageBlockPublicAccessState
	}
	public := ec2.NewDescribeSnapshotsPaginator(client, &ec2.DescribeSnapshotsInput{
		OwnerIds: []string{"self"}, RestorableByUserIds: []string{"all"}, MaxResults: sdk.Int32(1000),
	})
	open, openErr := gather(ctx, v, "DescribeSnapshots", public, func(page *ec2.DescribeSnapshotsOutput) ([]types.Snapshot, *string) {
		return page.Snapshots, page.NextToken
	})
	p.ok(openErr, "public_snapshots")
	for _, s := range open {
		if sdk.ToString(s.OwnerId) == v.account {
			facts.PublicSnapshots = append(facts.PublicSnapshots, sdk.ToString(s.SnapshotId))
		}
	}
	slices.Sort(facts.PublicSnapshots)
	shared, err := client.DescribeImages(ctx, &ec2.DescribeImagesInput{Owners: []string{"self"}, ExecutableUsers: []string{"all"}})
	if p.ok(err, "public_images") {
		for _, i := range shared.Images {
			if sdk.ToString(i.OwnerId) != v.account {
				continue
			}
			facts.PublicImages = append(facts.PublicImages, sdk.ToString(i.ImageId))
		}
		slices.Sort(facts.PublicImages)
	}
	return v.settings("aws.ec2.settings", "EC2", region, facts, p)
}
