using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Mitigations;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet audit</c>: which protections guests do not get, and which they believe in without reason.</summary>
internal static class FleetAuditCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<string> kernel = SharedOptions.Word(
            "--kernel", Messages.Option_AuditKernel, [.. GuestAudit.Kernels.Select(k => k.ToString(2))]);
        return SharedOptions.Command(
            "audit", Messages.Command_FleetAudit, OutputFormats.OfFleet, Run, [.. inputs.All, inputs.Pool, kernel]);

        int Run(Session session)
        {
            FleetInventory inventory = inputs.Read(session);
            IReadOnlyList<HostClass> pool = inputs.ClassesOf(session, inventory);
            return AuditAnswer.Of(inventory, pool, Version.Parse(session.Get(kernel)!), inputs.IsAgeStrict(session)).Write(session);
        }
    }
}
