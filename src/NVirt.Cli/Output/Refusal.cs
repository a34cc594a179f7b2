using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Driver;

namespace NVirt.Cli.Output;

/// <summary>A start or a migration that was judged, and the answer is no.</summary>
/// <param name="Message">What is refused, in one sentence.</param>
/// <param name="Reasons">Why, where it is about single features and the like.</param>
internal sealed record Refusal(string Message, ImmutableArray<CpuReason> Reasons)
{
    /// <summary>The refusal that an error is; <see langword="null"/> for other errors.</summary>
    public static Refusal? Of(Exception error) => error switch
    {
        CpuException e when ExitCode.Of(e.Refusal) == ExitCode.No => new Refusal(Messages.Refused_Cpu, e.Refusal.Reasons),
        DomainException { Kind: DomainErrorKind.Refused, InnerException: CpuException inner } e =>
            new Refusal(e.Message, inner.Refusal.Reasons),
        DomainException { Kind: DomainErrorKind.Refused or DomainErrorKind.MigrationUnsafe } e => new Refusal(e.Message, []),
        _ => null,
    };

    /// <summary>The error that it ends a command with; as JSON it is also the command's answer, since it was judged.</summary>
    public CliException ToError(Session session)
    {
        if (session.IsJson)
        {
            session.WriteJson(new JsonObject { ["verdict"] = "refused", ["message"] = Message, ["reasons"] = CpuJson.Of(Reasons) });
        }

        return new CliException(Message, ExitCode.No, CliErrorKind.Refused) { Reasons = Reasons };
    }
}
