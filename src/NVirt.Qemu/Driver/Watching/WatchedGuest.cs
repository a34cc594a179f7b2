using NVirt.Qemu.Guests;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Driver.Watching;

/// <summary>A guest that was told to have started.</summary>
internal sealed class WatchedGuest(RunRecord record)
{
    public string Name { get; } = record.Name;

    public Guid Uuid { get; } = record.Uuid;

    public uint Id { get; } = record.Id;

    public ProcessIdentity Process { get; } = record.Process;

    public GuestStory Story { get; } = new();

    public JournalReader? Journal { get; init; }

    /// <summary>When its record was changed last.</summary>
    public DateTime? Changed { get; set; }

    /// <summary>How much of its journal was told to be missing.</summary>
    public long Skipped { get; set; }
}
