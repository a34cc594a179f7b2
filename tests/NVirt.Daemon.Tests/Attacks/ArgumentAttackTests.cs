namespace NVirt.Daemon.Tests.Attacks;

/// <summary>
/// Every procedure of the table, built or not, with odd arguments: each call has an answer that is well-formed, nothing is answered by a
/// mistake of the daemon, and others are served meanwhile.
/// </summary>
[Trait("Run", "long")]
public sealed class ArgumentAttackTests : IDisposable
{
    // A managed daemon begins with about 100 MB. A call may have 32 MB, and an answer as much.
    private const long MostMemory = 1024L * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("test:///default", 8)]
    [InlineData("qemu", 4)]
    public async Task Odd_arguments_are_answered_well_by_every_procedure(string uri, int rounds)
    {
        Virsh.Require();
        Random random = new(RunSettings.Seed);
        OddArguments arguments = new(random, _folder.Root);
        DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root);
        string said;
        await using (daemon)
        {
            Prepare(daemon);
            try
            {
                using AttackClient witness = await AttackClient.OpenAsync(daemon.Socket, "test:///default");
                for (int round = 0; round < RunSettings.Times(rounds); round++)
                {
                    await AttackAsync(daemon, uri, arguments, random, witness);
                }

                Assert.InRange(daemon.ResidentBytes, 1, MostMemory);
                await witness.AssertAnswersAsync();
            }
            finally
            {
                EndGuests(daemon);
            }

            daemon.Signal("TERM");
            said = await daemon.WaitForEndAsync();
        }

        Report.None("failed in a way that the daemon did not expect", said.Split('\n')
            .Where(l => l.Contains("failed unexpectedly", StringComparison.Ordinal)).Distinct());
    }

    private static async Task AttackAsync(
        DaemonProcess daemon, string uri, OddArguments arguments, Random random, AttackClient witness)
    {
        TableCall[] calls = [.. ProcedureTable.All];
        random.Shuffle(calls);
        AttackClient? client = null;
        try
        {
            for (int i = 0; i < calls.Length; i++)
            {
                client ??= await AttackClient.OpenAsync(daemon.Socket, uri);
                byte[] payload = arguments.Make(calls[i]);
                string hex = Convert.ToHexString(payload.AsSpan(0, Math.Min(payload.Length, 2000)));
                string what = $"{calls[i].Info.Name}, seed {RunSettings.Seed}: {hex}";
                bool goesOn;
                try
                {
                    goesOn = await client.TryAsync(calls[i], payload).WaitAsync(Patience);
                }
                catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
                {
                    throw new InvalidOperationException(what, e);
                }

                if (!goesOn)
                {
                    client.Dispose();
                    client = null;
                }

                if (i % 20 == 0)
                {
                    await witness.AssertAnswersAsync();
                }
            }
        }
        finally
        {
            client?.Dispose();
        }
    }

    private void Prepare(DaemonProcess daemon)
    {
        _folder.Write("images/a.img", "data");
        Virsh.Succeed(daemon.Socket, "define", _folder.Write("web.xml", OddArguments.DomainXml()));
        Virsh.Succeed(daemon.Socket, "pool-define-as", OddArguments.Pool, "dir", "--target", Path.Combine(_folder.Root, "images"));
        Virsh.Succeed(daemon.Socket, "pool-start", OddArguments.Pool);
    }

    private static void EndGuests(DaemonProcess daemon)
    {
        foreach (string guest in Virsh.On(daemon.Socket, "list", "--name").Said.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Virsh.On(daemon.Socket, "destroy", guest.Trim());
        }
    }
}
