using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using NVirt.Cpu;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Xml;

namespace NVirt.Fleet.Collecting;

/// <summary>
/// Asks hosts over ssh what they are and which guests they have. Nothing is changed there. Safe for use by several threads.
/// </summary>
internal sealed class SshCollector(SshProgram program, TimeSpan patience)
{
    private const int MostOutput = 64 << 20;
    private const int MostComplaint = 4096;
    private const int MarkBytes = 16;

    /// <summary>The host that a word names, as <c>user@host:port</c>.</summary>
    /// <exception cref="CpuException">It is none that ssh could be told without danger.</exception>
    public static (string Name, SshHost Host) HostOf(string word)
    {
        int at = word.LastIndexOf('@');
        int colon = word.IndexOf(':', at + 1);
        string name = colon < 0 ? word[(at + 1)..] : word[(at + 1)..colon];
        int? port = colon < 0 ? null
            : Digits.TryParse(word.AsSpan(colon + 1), out int number) ? number : 0;
        return SshHost.IsHost(name, isV6: false) && (at < 0 || SshHost.IsUser(word[..at])) && port is null or (> 0 and <= ushort.MaxValue)
            ? (name, new SshHost(at < 0 ? name : word[..(at + 1)] + name, port))
            : throw FleetErrors.Bad(Text.Of(Messages.Collect_Host, word));
    }

    /// <summary>What a host says.</summary>
    /// <exception cref="CpuException">It says nothing, not all, or too much.</exception>
    public async Task<ImmutableArray<CollectedPart>> AskAsync(SshHost host, CancellationToken cancellation)
    {
        string mark = "nvirt" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkBytes));
        using CancellationTokenSource bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(patience);
        Process process;
        try
        {
            process = program.Run(host, "exec sh -c " + SshProgram.Quote(CollectScript.Of(mark)));
        }
        catch (DomainException e)
        {
            throw FleetErrors.Unreadable(e.Message);
        }

        using (process)
        {
            try
            {
                process.StandardInput.Close();
                Task<byte[]> complaint = ReadAsync(process.StandardError.BaseStream, MostComplaint, drains: true, bounded.Token);
                byte[] output = await ReadAsync(process.StandardOutput.BaseStream, MostOutput, drains: false, bounded.Token);
                if (output.Length > MostOutput)
                {
                    throw FleetErrors.Unreadable(Text.Of(Messages.Collect_TooMuch, MostOutput >> 20));
                }

                string said = Text.OnOneLine(System.Text.Encoding.UTF8.GetString(await complaint), MostComplaint);
                return CollectedPart.In(output, mark) ?? throw FleetErrors.Unreadable(
                    said.Length > 0 ? Text.Of(Messages.Collect_Failed, said) : Messages.Collect_Short);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw FleetErrors.Unreadable(Text.Of(Messages.Collect_Late, patience.TotalSeconds));
            }
            finally
            {
                End(process);
            }
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    // One byte more than allowed tells that it is too much.
    private static async Task<byte[]> ReadAsync(Stream stream, int most, bool drains, CancellationToken cancellation)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[16 << 10];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            all.Write(buffer, 0, (int)Math.Min(read, most + 1 - all.Length));
            if (all.Length > most && !drains)
            {
                break;
            }
        }

        return all.ToArray();
    }
}
