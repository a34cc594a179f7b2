using System.Text.Json.Nodes;
using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cli.Output.Domains;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Qemu.HostModels;

namespace NVirt.Cli.Output.Pages;

/// <summary>The models that a hypervisor can give: its own word on each, and what the map says of the same host.</summary>
internal static class HypervisorModels
{
    public static int Write(Session session, QemuChoice qemu)
    {
        DomainCapabilities capabilities = QemuDomainCapabilities.Of(
            qemu.Capabilities, qemu.Slot.Accelerator, qemu.Host, qemu.Arch, qemu.Machine, map: session.Map);
        qemu.Introduce(session);
        (DomainCpuModel Model, bool? ByMap)[] models = [.. (capabilities.Cpu?.Custom ?? []).Select(m => (m, ByMap(qemu, m)))];
        if (session.IsJson)
        {
            session.WriteJson(new JsonObject { ["arch"] = qemu.Arch.ToName(), ["models"] = new JsonArray([.. models.Select(Json)]) });
        }
        else
        {
            Tables.Write(
                session,
                [Messages.Title_Name, Messages.Title_ByQemu, Messages.Title_ByMap, Messages.Title_Blockers],
                models.Select(m => new[]
                {
                    m.Model.Name,
                    DomainCapabilitiesTable.Usability(m.Model.IsUsable),
                    DomainCapabilitiesTable.Usability(m.ByMap),
                    string.Join(' ', m.Model.Blockers),
                }));
        }

        return ExitCode.Done;
    }

    // Only on x86 a model has features that can be compared.
    private static bool? ByMap(QemuChoice qemu, DomainCpuModel model) => qemu.Models.Reported is { } host && qemu.Driver.Arch.IsX86()
        ? qemu.Driver.Compare(host, new CpuDefinition { Model = model.Name }).IsCompatible
        : null;

    private static JsonObject Json((DomainCpuModel Model, bool? ByMap) model)
    {
        JsonObject json = DomainCapabilitiesJson.Of(model.Model);
        json["usableByMap"] = model.ByMap;
        return json;
    }
}
