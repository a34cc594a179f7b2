using NVirt.Platforms.Bhyve;
using NVirt.Platforms.CloudHypervisor;
using NVirt.Platforms.CloudStack;
using NVirt.Platforms.Firecracker;
using NVirt.Platforms.HyperV;
using NVirt.Platforms.Incus;
using NVirt.Platforms.Kubernetes;
using NVirt.Platforms.Levels;
using NVirt.Platforms.Libvirt;
using NVirt.Platforms.Linux;
using NVirt.Platforms.Nova;
using NVirt.Platforms.OpenNebula;
using NVirt.Platforms.OVirt;
using NVirt.Platforms.Proxmox;
using NVirt.Platforms.Qemu;
using NVirt.Platforms.VSphere;
using NVirt.Platforms.Xen;

namespace NVirt.Platforms;

/// <summary>A platform: what is read of it, and what is written for it. A new platform is a row here.</summary>
/// <param name="Id">Its name, as users give it.</param>
/// <param name="Forms">What is read of it.</param>
/// <param name="Targets">What is written for it.</param>
internal sealed record Platform(string Id, PlatformForm[] Forms, params PlatformTarget[] Targets)
{
    public static readonly Platform[] All =
    [
        new("libvirt", [LibvirtForm.Form], LibvirtTarget.Target),
        new("qemu", [QemuCpuForm.Form, QemuArgumentsForm.Form, QmpExpansionForm.Form], QemuCpuTarget.Target),
        new("proxmox", [ProxmoxStatements.VmForm, ProxmoxModels.Form, ProxmoxFlagsForm.Form, ProxmoxNodeForm.Form],
            ProxmoxTargets.Vm, ProxmoxTargets.Custom),
        new("kubevirt", [KubeForm.Form], KubeVirtTarget.Target),
        new("nova", [NovaConfForm.Form, NovaCpuInfoForm.Form, NovaFlavorForm.Form, NovaTraitsForm.Form], NovaTarget.Target),
        new("incus", [IncusGroupForm.Form, IncusInstanceForm.Form, IncusResourcesForm.Form], IncusTarget.Target),
        new("ovirt", [OVirtVerbForm.Form, OVirtListForm.Form, VdsmCapsForm.Form], OVirtTarget.Target),
        new("opennebula", [OpenNebulaForms.Host, OpenNebulaForms.Template, OpenNebulaForms.Cluster], OpenNebulaTarget.Target),
        new("cloudstack", [CloudStackForm.Form], CloudStackTarget.Target),
        new("xen", [XlConfigForm.Form, XlInfoForm.Form, XenCpuidForms.Policy, XenCpuidForms.Sets, XapiForm.Form],
            XenTargets.Config, XenTargets.FeatureSets),
        new("vmware", [VmxForm.Form, VSphereForm.Form], VmxTarget.Target),
        new("firecracker", [FirecrackerForms.Template, FirecrackerForms.Fingerprint], FirecrackerTarget.Target),
        new("cloud-hypervisor", [CloudHypervisorForm.Form, CloudHypervisorProfileForm.Form], CloudHypervisorTarget.Target),
        new("bhyve", [BhyveForm.Form], BhyveTarget.Target),
        new("hyper-v", [HyperVForm.Form], HyperVTarget.Target),
        new("level", [LevelForm.Form], LevelTarget.Target),
        new("linux", [CpuInfoForm.Form, LscpuForm.Json, LscpuForm.Plain, AnsibleForm.Form, NodeExporterForm.Form]),
    ];
}
