using System.CommandLine;
using NVirt.Fleet.Axes;

namespace NVirt.Cli.Commands.Cpus;

/// <summary>The options that say what is judged besides features.</summary>
/// <param name="judgesAxes">Whether some of it is judged without being asked for.</param>
internal sealed class AxisOptions(bool judgesAxes)
{
    private static readonly string[] Consumers = ["guest", "criu", "gvisor"];

    private readonly Option<bool> _axes = new("--axes") { Description = judgesAxes ? Messages.Option_AxesAlways : Messages.Option_Axes };
    private readonly Option<string?> _runsOn = new("--runs-on") { Description = Messages.Option_RunsOn, HelpName = "HOST" };
    private readonly Option<bool> _mixed = new("--mixed-vendors") { Description = Messages.Option_MixedVendors };
    private readonly Option<string> _consumer = SharedOptions.Word("--consumer", Messages.Option_Consumer, Consumers);

    /// <summary>All of them, for the command.</summary>
    public Symbol[] All => [_axes, _runsOn, _mixed, _consumer];

    /// <summary>Whether everything is asked for.</summary>
    public bool IsWhole(Session session) => session.Get(_axes) || session.Get(_runsOn) is not null;

    /// <summary>The file of the host that the guest runs on; <see langword="null"/> if none is given.</summary>
    public string? RunsOn(Session session) => session.Get(_runsOn);

    /// <summary>What is known besides guest and hosts.</summary>
    public AxisContext ContextOf(Session session, bool isQemu) => new()
    {
        Hypervisor = isQemu ? AxisHypervisor.Qemu : AxisHypervisor.Unnamed,
        MixedVendors = session.Get(_mixed),
        Consumer = (AxisConsumer)Array.IndexOf(Consumers, session.Get(_consumer)),
    };
}
