namespace NVirt.Cli;

/// <summary>The command can not go on; the message is all that the user sees.</summary>
internal sealed class CliException(string message, int exitCode = ExitCode.NotJudged) : Exception(message)
{
    public int Code { get; } = exitCode;
}
