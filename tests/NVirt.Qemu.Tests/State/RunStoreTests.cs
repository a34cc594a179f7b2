using System.Diagnostics;
using System.Text;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Driver;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.State;

/// <summary>Whether a guest has ended, runs, or runs elsewhere. A process of the test stands for QEMU.</summary>
public sealed class RunStoreTests : IDisposable
{
    private static readonly Guid Uuid = Guid.Parse("6a7c8a0e-52a7-4d9c-9c3e-1f0a4f3a2b11");

    private readonly TempFolder _temp = new();
    private readonly StateFolder _folder;
    private readonly RunStore _runs;
    private readonly Process _process = Process.Start("sleep", "600");

    public RunStoreTests()
    {
        _folder = new StateFolder(Path.Combine(_temp.Root, "host"));
        _runs = new RunStore(_folder);
        _runs.Create(Uuid);
    }

    private RunLife? Life => _runs.Look(Uuid)?.Life;

    private ProcessIdentity Identity => ProcessIdentity.Of(_process.Id)!;

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void A_guest_runs_as_long_as_its_process_does()
    {
        Keep(Identity, holdsLock: false);
        Assert.Equal(RunLife.Running, Life);
        End();
        Assert.Equal(RunLife.Ended, Life);
    }

    [Fact]
    public void A_guest_runs_as_long_as_something_has_its_lock()
    {
        using (Hold())
        {
            Keep(Identity, holdsLock: true);
            End();
            Assert.Equal(RunLife.Running, Life);
        }

        Assert.Equal(RunLife.Ended, Life);
    }

    [Fact]
    public void The_same_number_at_another_time_is_not_the_guest()
    {
        Keep(Identity with { StartTime = Identity.StartTime - 1 }, holdsLock: false);
        Assert.Equal(RunLife.Ended, Life);
    }

    [Fact]
    public void A_process_of_another_start_of_the_machine_is_not_the_guest_even_if_number_and_time_are_the_same()
    {
        Keep(Identity with { Boot = "another" }, holdsLock: false);
        Assert.Equal(RunLife.Foreign, Life);
        Assert.False(_runs.Look(Uuid)!.Process!.IsAlive);
    }

    [Fact]
    public void A_guest_of_before_this_machine_was_started_again_has_ended()
    {
        Needs.Hardware(!string.IsNullOrEmpty(Identity.Machine), "this machine has no name (/etc/machine-id)");
        using (Hold())
        {
            Keep(Identity with { Boot = "another" }, holdsLock: true);
            Assert.Equal(RunLife.Foreign, Life);
        }

        Assert.Equal(RunLife.Ended, Life);
    }

    [Fact]
    public void A_guest_of_another_machine_is_foreign_also_if_its_lock_is_not_seen()
    {
        using (Hold())
        {
            Keep(Identity with { Boot = "another", Machine = "another" }, holdsLock: true);
            Assert.Equal(RunLife.Foreign, Life);
        }

        Assert.Equal(RunLife.Foreign, Life);
    }

    [Fact]
    public void A_guest_in_another_namespace_is_foreign_as_long_as_its_lock_is_held()
    {
        using (Hold())
        {
            Keep(Identity with { Namespace = "pid:[1]" }, holdsLock: true);
            Assert.Equal(RunLife.Foreign, Life);
        }

        Assert.Equal(RunLife.Ended, Life);
    }

    [Fact]
    public void A_guest_in_another_namespace_of_which_no_lock_tells_is_foreign()
    {
        Keep(Identity with { Namespace = "pid:[1]" }, holdsLock: false);
        End();
        Assert.Equal(RunLife.Foreign, Life);
    }

    [Fact]
    public void A_process_with_the_number_of_an_earlier_one_is_another()
    {
        ProcessIdentity one = Identity;
        Assert.True(one.IsSame(one with { Namespace = null }));
        Assert.False(one.IsSame(one with { StartTime = one.StartTime + 1 }));
        Assert.False(one.IsSame(one with { Boot = "another" }));
        Assert.False(one.IsSame(one with { Id = one.Id + 1 }));
        Assert.False(one.IsSame(null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"version\":2}")]
    [InlineData("{\"version\":\"2\"}")]
    [InlineData("{\"version\":0}")]
    [InlineData("\u0000")]
    public void A_guest_whose_record_is_damaged_is_known_by_its_process(string record)
    {
        using SafeFileHandle held = Hold();
        RunStore.Write(held, Identity);
        File.WriteAllText(RecordFile, record);
        FoundRun found = _runs.Look(Uuid)!;
        Assert.Equal((RunLife.Running, null, false), (found.Life, found.Record, found.IsNewer));
        Assert.True(found.Process!.IsSame(Identity));
        Assert.Contains("guest.json", found.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"tiny\"", "\"\u00ff\"")]
    [InlineData("\"version\": 1,", "\"version\": 1, \"unknown\": \"\u00ff\",")]
    public void A_record_that_is_not_in_utf_8_is_a_problem_in_one_line(string old, string changed)
    {
        File.WriteAllBytes(RecordFile,
            Encoding.Latin1.GetBytes(File.ReadAllText(StoredFile("guest.v1.json")).Replace(old, changed, StringComparison.Ordinal)));
        FoundRun found = _runs.Look(Uuid)!;
        Assert.Null(found.Record);
        Assert.Equal($"{RecordFile} is not UTF-8", found.Problem);
    }

    [Fact]
    public void A_record_of_the_first_form_is_read_and_becomes_one_of_this_form_when_it_is_written()
    {
        File.Copy(StoredFile("guest.v1.json"), RecordFile);
        FoundRun found = _runs.Look(Uuid)!;
        Assert.Equal(
            ("tiny", RunPhase.Ready, 1u, null), (found.Record!.Name, found.Record.Phase, found.Record.Id, found.Process!.Namespace));
        Assert.Equal(RunLife.Foreign, found.Life);
        _runs.Write(found.Record);
        Assert.Contains("\"version\": 2", File.ReadAllText(RecordFile), StringComparison.Ordinal);
        Assert.Equal(found.Record.Document.Text, _runs.Read(Uuid)!.Document.Text);
        Assert.Equal(found.Record.BuiltFeatures, _runs.Read(Uuid)!.BuiltFeatures);
    }

    [Fact]
    public void A_record_of_the_first_form_learns_of_its_process_what_is_to_be_seen()
    {
        Keep(Identity with { Namespace = null, Machine = null }, holdsLock: false);
        Assert.Equal((RunLife.Running, Identity), (_runs.Look(Uuid)!.Life, _runs.Look(Uuid)!.Process));
        End();
        Assert.Equal(RunLife.Ended, Life);
    }

    [Fact]
    public void A_record_of_a_later_form_is_told_so_and_stays_as_it_is()
    {
        File.Copy(StoredFile("guest.v3.json"), RecordFile);
        string before = File.ReadAllText(RecordFile);
        FoundRun found = _runs.Look(Uuid)!;
        Assert.Equal((null, true), (found.Record, found.IsNewer));
        Assert.Contains("later nvirt", found.Problem, StringComparison.Ordinal);
        Assert.Equal(DomainErrorKind.NoSupport, Assert.Throws<DomainException>(() => _runs.Read(Uuid)).Kind);
        Assert.Equal(before, File.ReadAllText(RecordFile));
    }

    [Fact]
    public void A_record_that_is_a_pipe_or_a_link_is_a_problem_and_not_a_wait()
    {
        using (PrivateFolder files = _runs.Open(Uuid))
        {
            files.MakePipe("guest.json");
            Assert.NotNull(_runs.Look(Uuid)!.Problem);
            files.Delete("guest.json");
        }

        File.CreateSymbolicLink(RecordFile, "/dev/zero");
        Assert.NotNull(_runs.Look(Uuid)!.Problem);
        Assert.Empty(_runs.Living());
    }

    [Fact]
    public void To_look_changes_nothing()
    {
        Keep(Identity, holdsLock: true);
        End();
        string[] before =
            [.. Directory.EnumerateFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(RunLife.Ended, Life);
        Assert.Empty(_runs.Living());
        Assert.Equal(
            before, Directory.EnumerateFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    private static string StoredFile(string name) => Path.Combine(Places.Root, "tests", "NVirt.Qemu.Tests", "State", name);

    private string RecordFile => Path.Combine(_folder.RunFolder(Uuid), "guest.json");

    [Theory]
    [InlineData("", "it is not JSON (line 1)")]
    [InlineData("{\n{", "it is not JSON (line 2)")]
    [InlineData("[]", "it has no \"version\"")]
    [InlineData("{\"version\":2}", "it has no \"phase\"")]
    [InlineData("{\"version\":\"2\"}", "\"version\" has no valid value")]
    [InlineData("{\"version\":0}", "\"version\" has no valid value")]
    [InlineData("{\"version\":2,\"phase\":null}", "\"phase\" has no valid value")]
    [InlineData("{\"version\":2,\"phase\":\"Odd\"}", "Odd is not a known state")]
    [InlineData("{\"version\":2,\"phase\":\"Ready\",\"id\":-1}", "\"id\" has no valid value")]
    [InlineData("{\"version\":2,\"phase\":\"Ready\",\"id\":1,\"name\":\"x\",\"uuid\":\"x\"}", "\"uuid\" has no valid value")]
    [InlineData(
        "{\"version\":2,\"phase\":\"Ready\",\"id\":1,\"name\":\"x\",\"uuid\":\"6a7c8a0e-52a7-4d9c-9c3e-1f0a4f3a2b11\","
            + "\"process\":{\"id\":1}}", "it has no \"start\"")]
    public void A_record_that_cannot_be_read_is_named_with_what_is_wrong_with_it(string text, string problem)
    {
        string file = Path.Combine(_folder.RunFolder(Uuid), "guest.json");
        File.WriteAllText(file, text);
        Assert.Equal($"{file} is not a record of a guest: {problem}", _runs.Look(Uuid)!.Problem);
    }

    private void Keep(ProcessIdentity process, bool holdsLock) => _runs.Write(
        RunRecordJson.Parse(
            File.ReadAllBytes(StoredFile("guest.v1.json")), "guest.v1.json") with
        { Process = process, HoldsLock = holdsLock });

    // A lock belongs to the open file description, as it does here.
    private SafeFileHandle Hold()
    {
        using PrivateFolder files = _runs.Open(Uuid);
        SafeFileHandle file = files.OpenOrMake(GuestFolder.ProcessFile, OpenFlags.ReadWrite);
        Assert.Equal(0, Kernel.Lock(file, Kernel.LockExclusive | Kernel.LockWithoutWaiting));
        return file;
    }

    private void End()
    {
        _process.Kill();
        _process.WaitForExit();
    }
}
