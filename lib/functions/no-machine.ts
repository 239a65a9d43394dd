/** Lambda says its region in the environment: there is no machine to ask for it. */
export const getInstanceMetadataRegion = async (): Promise<undefined> => undefined;

/** There are no files with profiles in Lambda, and on a laptop those of its owner are none of our business. */
export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });

/** What the SDK's own module says besides. */
export const CONFIG_PREFIX_SEPARATOR = '.';
