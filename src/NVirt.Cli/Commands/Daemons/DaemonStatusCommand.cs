using System.CommandLine;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cli.Output.Pages;
using NVirt.Domains.Driver;
using NVirt.Remote;
using NVirt.Remote.Status;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Daemons;

/// <summary><c>nvirt daemon status</c>: how a running nvirtd is.</summary>
internal static class DaemonStatusCommand
{
    private const string Usual = "qemu:///system";
    private const string UsualOfUser = "qemu:///session";

    public static Command Create()
    {
        Option<string?> connect = new("--connect", "-c") { Description = Messages.Option_ConnectDaemon, HelpName = "URI" };
        connect.CompletionSources.Add(_ => RemoteDriver.Forms);
        return SharedOptions.Command("status", Messages.Command_DaemonStatus, OutputFormats.OfAnswer, Run, connect);

        int Run(Session session)
        {
            DaemonStatus status =
                Interruption.RunAside(() => ReadAsync(session.Get(connect) ?? (Environment.IsPrivilegedProcess ? Usual : UsualOfUser)));
            if (session.IsJson)
            {
                session.WriteJson(StatusJson.Of(status));
            }
            else
            {
                DaemonStatusPage.Write(session, status, DateTimeOffset.UtcNow);
            }

            return ExitCode.Done;
        }
    }

    private static async Task<DaemonStatus> ReadAsync(string uri)
    {
        await using RemoteDriver driver = RemoteDriver.TryOpen(uri) ?? throw new DomainException(
            DomainErrorKind.InvalidArgument,
            Text.Of(Messages.Error_NoDaemonUri, Text.OnOneLine(uri, 300), Words.OneOf([.. RemoteDriver.Forms])));
        return await driver.GetStatusAsync();
    }
}
