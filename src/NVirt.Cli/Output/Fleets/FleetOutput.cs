using NVirt.Fleet.Answers;

namespace NVirt.Cli.Output.Fleets;

/// <summary>An answer about a fleet in the form that was asked for.</summary>
internal static class FleetOutput
{
    /// <summary>Writes it.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(this FleetAnswer answer, Session session)
    {
        switch (session.Format)
        {
            case OutputFormat.Json:
                session.WriteJson(answer.ToJson());
                break;
            case OutputFormat.Csv:
                FleetCsv.Write(session.Out, answer.Tables[0]);
                break;
            case OutputFormat.Html:
                FleetHtml.Write(session.Out, answer);
                break;
            default:
                FleetText.Write(session, answer);
                break;
        }

        return (int)answer.Answer;
    }
}
