[assembly: AssemblyFixture(typeof(NVirt.Interop.Libvirt))]
