using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet matrix</c>: which guests can run where, and why not.</summary>
internal static class FleetMatrixCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<string> by = SharedOptions.Word("--by", Messages.Option_FleetBy, "class", "guest", "host");
        Option<bool> stuck = new("--stuck") { Description = Messages.Option_FleetStuck };
        return SharedOptions.Command(
            "matrix", Messages.Command_FleetMatrix, OutputFormats.OfFleet, Run, [.. inputs.Judging, by, stuck]);

        int Run(Session session)
        {
            FleetMatrix matrix = FleetMatrix.Of(inputs.Read(session), inputs.OptionsOf(session));
            MatrixView view = session.Get(by) switch
            {
                "guest" => MatrixView.Guests,
                "host" => MatrixView.Hosts,
                _ => MatrixView.Classes,
            };
            return MatrixAnswer.Of(matrix, view, session.Get(stuck), inputs.IsAgeStrict(session)).Write(session);
        }
    }
}
