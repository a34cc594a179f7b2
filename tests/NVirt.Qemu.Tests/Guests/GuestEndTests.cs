using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using NVirt.Qemu.Guests;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>Who is ended with a guest, and who is not. Processes of the test stand for QEMU and for others.</summary>
public sealed class GuestEndTests : IDisposable
{
    private static readonly Guid Uuid = Guid.Parse("6a7c8a0e-52a7-4d9c-9c3e-1f0a4f3a2b11");

    private readonly TempFolder _temp = new();
    private readonly Process _guest = Process.Start("sleep", "600");

    public void Dispose()
    {
        _guest.Kill();
        _guest.Dispose();
        _temp.Dispose();
    }

    [Theory]
    [InlineData("-x", true)]
    [InlineData("-s", false)]
    public async Task Who_holds_the_lock_of_a_guest_is_ended_with_it_and_who_only_looks_is_not(string kind, bool isEnded)
    {
        Needs.Program("flock", "util-linux");
        RunStore runs = new(new StateFolder(Path.Combine(_temp.Root, "host")));
        runs.Create(Uuid);
        using PrivateFolder files = runs.Open(Uuid);
        using (SafeFileHandle file = files.OpenOrMake(GuestFolder.ProcessFile, OpenFlags.ReadWrite))
        {
            RunStore.Write(file, ProcessIdentity.Of(_guest.Id)!);
        }

        const string Script = "exec 9<\"$0\"; flock \"$1\" 9; echo; exec sleep 600";
        ProcessStartInfo start = new("sh", ["-c", Script, files.PathOf(GuestFolder.ProcessFile), kind])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process other = Process.Start(start)!;
        try
        {
            await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            ProcessIdentity identity = ProcessIdentity.Of(other.Id)!;
            Assert.True(await GuestEnd.KillAsync(runs, Uuid, TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
            Assert.Null(ProcessIdentity.Of(_guest.Id));
            Assert.Equal(isEnded, await identity.WaitForEndAsync(
                isEnded ? TimeSpan.FromMinutes(2) : TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
        }
        finally
        {
            other.Kill();
        }
    }
}
