using System.CommandLine;
using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cli.Output.Domains;
using NVirt.Cli.Output.Json;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Qemu.HostModels;

namespace NVirt.Cli.Commands.Hosts;

/// <summary><c>nvirt domcapabilities</c>: what domains can have with a QEMU.</summary>
internal static class DomainCapabilitiesCommand
{
    public static Command Create()
    {
        QemuOptions qemu = new();
        Option<string?> host = SharedOptions.Host();
        Option<bool> deprecated = new("--disable-deprecated-features") { Description = Messages.Option_DisableDeprecated };
        return SharedOptions.Command(
            "domcapabilities", Messages.Command_DomCapabilities, OutputFormats.OfCpu, Run, [.. qemu.All, host, deprecated]);

        int Run(Session session)
        {
            QemuChoice choice = qemu.Choose(session, session.Get(host));
            DomainCapabilities capabilities = QemuDomainCapabilities.Of(
                choice.Capabilities, choice.Slot.Accelerator, choice.Host, choice.Arch, choice.Machine, session.Get(deprecated),
                    session.Map);
            if (choice.Models.Refusal is { } refusal)
            {
                session.Note(NVirt.Xml.Text.Of(Messages.Note_NoHostModel, refusal.Message));
            }

            switch (session.Format)
            {
                case OutputFormat.Json:
                    session.WriteJson(DomainCapabilitiesJson.Of(capabilities));
                    break;
                case OutputFormat.Table:
                    DomainCapabilitiesTable.Write(session, capabilities);
                    break;
                default:
                    session.Out.Write(DomainCapabilitiesXml.Format(capabilities));
                    break;
            }

            return ExitCode.Done;
        }
    }
}
