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
        ConnectOption connect = new();
        Option<string?> host = SharedOptions.Host();
        Option<bool> deprecated = new("--disable-deprecated-features") { Description = Messages.Option_DisableDeprecated };
        return SharedOptions.Command(
            "domcapabilities", Messages.Command_DomCapabilities, OutputFormats.OfCpu, Run, [.. qemu.All, host, deprecated, connect.Symbol]);

        int Run(Session session) => connect.IsGiven(
            session, ("--qmp", qemu.Recordings(session).Length > 0), ("--host", session.Get(host) is not null),
            ("--disable-deprecated-features", session.Get(deprecated)))
            ? Write(session, connect.Ask(session, (driver, token) => driver.GetDomainCapabilitiesAsync(qemu.KindOf(session), token)))
            : Write(session, OfThisMachine(session));

        DomainCapabilities OfThisMachine(Session session)
        {
            QemuChoice choice = qemu.Choose(session, session.Get(host));
            DomainCapabilities capabilities = QemuDomainCapabilities.Of(
                choice.Capabilities, choice.Slot.Accelerator, choice.Host, choice.Arch, choice.Machine, session.Get(deprecated),
                    session.Map);
            if (choice.Models.Refusal is { } refusal)
            {
                session.Note(NVirt.Xml.Text.Of(Messages.Note_NoHostModel, refusal.Message));
            }

            return capabilities;
        }
    }

    private static int Write(Session session, DomainCapabilities capabilities)
    {
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
